"""The role of a caller, read from the claims of its token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.errors import SettingInvalid, Unauthenticated
from graph.settings import Settings, variable
from graph.viewer import Role


class RoleClaim:
    """Reads the claim `LEARNING_SITES_ROLE_CLAIM` by the values of `LEARNING_SITES_ROLE_VALUES`."""

    def __init__(self, settings: Settings) -> None:
        self._claim = settings.role_claim
        self._roles = [_entry(each) for each in settings.role_values]

    def role(self, claims: Mapping[str, Any]) -> Role:
        """The role of the first entry whose value the claim has. Raises Unauthenticated where none fits."""
        values = _values(claims, self._claim)
        for value, role in self._roles:
            if value in values:
                return role
        raise Unauthenticated(
            f"The claim {self._claim} of the token has no value with a role here; an operator lists values "
            f"in {variable('role_values')}."
        )


def _values(claims: Mapping[str, Any], claim: str) -> Sequence[Any]:
    """The values of a claim, whose name may be a path, as in `realm_access.roles`."""
    found: Any = claims
    for step in [claim] if claim in claims else claim.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found if isinstance(found, list) else [found]


def _entry(text: str) -> tuple[str, Role]:
    value, equals, role = text.rpartition("=")
    if not equals or not value or role not in [*Role]:
        raise SettingInvalid(
            f"{variable('role_values')}: {text!r} is not VALUE=ROLE with one of the roles {', '.join(Role)}."
        )
    return value.strip(), Role(role)
