"""Access: a server of someone else's needs its address and password, and the password is not shown."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from graph.access import Access
from graph.errors import SettingInvalid
from graph.settings import Settings

SETTINGS = Settings(neo4j_uri="neo4j://db.example", neo4j_password=SecretStr("very-secret"))


def test_the_password_is_not_printed() -> None:
    access = Access.from_settings(SETTINGS)
    assert access.password == "very-secret"
    assert "very-secret" not in repr(access)


@pytest.mark.parametrize("missing", ["neo4j_uri", "neo4j_password"])
def test_what_is_missing_is_named(missing: str) -> None:
    with pytest.raises(SettingInvalid, match=rf"^{missing.upper()}: not set"):
        Access.from_settings(SETTINGS.model_copy(update={missing: None}))
