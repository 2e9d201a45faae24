"""Features: the properties of a jurisdiction that are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from domain.similarity import OTHER
from loaders.adjacency import fips_of


class Comparable(Protocol):
    """A jurisdiction with its features; None is unknown."""

    @property
    def key(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def compared_as(self) -> str: ...
    @property
    def state(self) -> str | None: ...
    @property
    def division(self) -> str | None: ...
    @property
    def census_region(self) -> str | None: ...
    @property
    def log_population(self) -> float | None: ...
    @property
    def log_density(self) -> float | None: ...
    @property
    def urban_class(self) -> int | None: ...
    @property
    def county(self) -> str | None: ...
    @property
    def members(self) -> tuple[str, ...]: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...


@dataclass(frozen=True, kw_only=True)
class Features:
    """The features of a jurisdiction of the graph. Its stamp depends on the order of the fields."""

    kind: str = OTHER
    compared_as: str = OTHER
    state: str | None = None
    division: str | None = None
    census_region: str | None = None
    log_population: float | None = None
    log_density: float | None = None
    urban_class: int | None = None
    county: str | None = None
    members: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    key: str

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Features:
        """From a map of `part/features`; without a kind it is OTHER."""
        kind = found["kind"] or OTHER
        compared_as = found["compared_as"] or kind
        return cls(**{**found, "kind": kind, "compared_as": compared_as, "members": tuple(found["members"])})


def counties_of(one: Comparable) -> tuple[str, ...]:
    """FIPS of the counties that it lies in: its members', or its own; none if unknown."""
    return tuple(map(fips_of, one.members)) or ((one.county,) if one.county else ())
