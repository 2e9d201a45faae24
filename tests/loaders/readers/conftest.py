"""What the tests of the readers share."""

from __future__ import annotations

from typing import Any

import pytest
from reading import Read, Rows

from loaders.readers import raw_rows


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    """Reads a file of this name and content."""
    folder = tmp_path_factory.mktemp("files")

    def rows(name: str, content: bytes | str, **how: Any) -> Rows:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(raw_rows(path, **how))

    return rows
