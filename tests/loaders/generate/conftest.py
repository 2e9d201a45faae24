"""What the tests of the generator share."""

from __future__ import annotations

import pytest

from loaders.generate import Reference


@pytest.fixture(scope="session")
def reference() -> Reference:
    """The real reference data, read once."""
    return Reference.read()
