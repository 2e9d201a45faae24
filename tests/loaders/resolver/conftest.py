from __future__ import annotations

import pytest

from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.bundled.resolver import bundled_resolver
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.resolver import Resolver


@pytest.fixture(scope="session")
def jurisdictions() -> list[Jurisdiction]:
    return read_jurisdictions()


@pytest.fixture(scope="session")
def resolver(jurisdictions: list[Jurisdiction]) -> Resolver:
    """The resolver over the files of data/; tests that teach it make their own."""
    return bundled_resolver(jurisdictions=jurisdictions)
