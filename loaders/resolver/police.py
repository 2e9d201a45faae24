"""Police and sheriffs whose name does not say whether they are those of a county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from domain.city_counties import CITY_COUNTIES
from domain.vocabulary import JurisdictionKind as Kind
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.answer import Answer, How, Resolved
from loaders.resolver.candidates import several
from loaders.resolver.known_names import KnownNames
from loaders.resolver.lookup import Lookup
from loaders.resolver.name_query import PLACES, NameQuery
from loaders.resolver.words import NO_STATE_POLICE


class Police:
    """Finds the county of police that bear a bare name, and of the sheriff of a city."""

    def __init__(self, known: KnownNames, lookup: Lookup, by_key: Mapping[str, Jurisdiction]) -> None:
        self._known, self._lookup, self._by_key = known, lookup, by_key

    def listed(self, query: NameQuery) -> Answer | None:
        """The county whose police are listed, and no city's of that name: "Howard Police Department", MD.

        Ambiguous where there is a city or village of the name, whose police are not listed by it alone.
        """
        if not {Kind.COUNTY, Kind.PLACE} <= query.kinds:
            return None
        readings = ((state, one) for state, group in query.own() for one in group)
        for state, one in readings:
            if state is None or one.word or not one.names_police or one.partial:
                continue
            key = next(iter(self._known.county_police(one.name, state)), None)
            words = self._known.designators(one.name, state)
            county = self._by_key.get(key or "")
            if (
                county is None
                or words & {"", "city"}
                or (query.counties and county.county not in query.counties)
            ):
                continue
            same, _ = self._lookup.named(replace(query, meanings=(one,)), PLACES)
            if cities := [each for each in same if words or each.incorporated]:
                return several("fips", [county, *cities])
            return Resolved((county.key,), How.NAME)
        return None

    def without_state(self, query: NameQuery) -> Answer | None:
        """The county that a police department is named after where the state has no police."""
        if query.state not in {None, *NO_STATE_POLICE}:
            return None
        found = self._lookup.policed_county(query)
        is_there = len(found) == 1 and found[0].state in NO_STATE_POLICE
        return Resolved((found[0].key,), How.NAME) if is_there else None

    def of_county(self, query: NameQuery) -> Answer | None:
        """The only county of the name."""
        found = self._lookup.policed_county(query)
        return Resolved((found[0].key,), How.NAME) if len(found) == 1 else None

    def sheriff_of_city(self, query: NameQuery) -> Answer | None:
        """The county that is one with its city, by the city's name: "Jacksonville Sheriff's Office"."""
        found, _ = self._lookup.city_of_sheriff(query)
        keys = {CITY_COUNTIES[one.key] for one in found if one.key in CITY_COUNTIES}
        return Resolved((*keys,), How.NAME) if len(keys) == 1 else None
