"""The maps that the statements of cypher/load/ read: contract rows in, rows with a fingerprint out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from domain.months import month_index
from domain.vocabulary import JurisdictionKind as Kind
from loaders.jurisdictions import PROPERTIES, Jurisdiction
from loaders.requests import NOT_DOCUMENTED, RequestFacts
from loaders.similarity import Neighborhood
from loaders.sites import Site
from loaders.vocabulary import ProgramModel, Topic

Row = dict[str, Any]
"""A map with a `key` and a `fingerprint`. Rows of one key with different `year`s are no duplicates."""

# The 2021 sites were chosen in April (a site's own page says so); of the others only the year is known.
JOINED_IN_MONTH = {2021: 4}
SWORN_BANDS = (10, 50, 250, 1000)


def fingerprint(content: Any) -> str:
    """A hash of it, the same in whatever order the keys of maps come."""
    text = orjson.dumps(content, option=orjson.OPT_SORT_KEYS, default=str)
    return hashlib.blake2b(text, digest_size=12).hexdigest()


def stamped(row: Row) -> Row:
    """The row with a hash of its content, by which a statement sees that nothing changed."""
    return row | {"fingerprint": fingerprint(row)}


def sworn_band(sworn: int | None) -> int | None:
    """The place among the members of SwornBand, 0 to 4."""
    return None if sworn is None else sum(sworn >= bound for bound in SWORN_BANDS)


def jurisdiction_rows(jurisdictions: Iterable[Jurisdiction]) -> Iterator[Row]:
    """`{key, properties, partOf, members}`; a null property is taken away when a row changes."""
    unknown = dict.fromkeys(PROPERTIES.values())
    for each in jurisdictions:
        properties = unknown | each.properties()
        if each.kind is Kind.REGION:
            properties["counties"] = [member.partition(":")[2] for member in each.members]
        yield stamped(
            {
                "key": each.key,
                "properties": properties,
                "partOf": list(each.part_of),
                "members": list(each.members),
            }
        )


def adjacency_rows(pairs: Iterable[tuple[str, str]]) -> Iterator[Row]:
    """`{key, one, other}` for two counties that touch."""
    for one, other in pairs:
        yield {"key": f"{one}|{other}", "one": one, "other": other}


def vocabulary_rows(words: Iterable[ProgramModel | Topic], *, from_file: bool = False) -> Iterator[Row]:
    """`{key, fromFile, properties}`; an operator's file stands before what comes with the program."""
    for word in words:
        yield stamped({"key": word.key, "fromFile": from_file, "properties": word.model_dump()})


def site_rows(sites: Iterable[Site], *, from_file: bool = False) -> Iterator[Row]:
    """`{key, fromFile, properties, serves, operates, topics, partners, sources}`."""
    for site in sites:
        yield stamped(
            {
                "key": site.key,
                "fromFile": from_file,
                "properties": _site_properties(site),
                "serves": list(site.serves),
                "operates": [o.model_dump() for o in site.models],
                "topics": list(site.topics),
                "partners": [
                    {
                        "key": partner.key,
                        "properties": {
                            "key": partner.key,
                            "name": partner.name,
                            "kind": partner.kind.value,
                            "note": partner.note,
                        },
                        "jurisdiction": partner.jurisdiction,
                    }
                    for partner in site.partners
                ],
                "sources": [
                    {
                        "key": source.key,
                        "properties": {"key": source.key, "url": source.url, "title": source.title},
                        "citedFor": list(source.cited_for),
                    }
                    for source in site.sources
                ],
            }
        )


def _site_properties(site: Site) -> Row:
    sworn, offered = site.personnel.sworn, site.assistance_offered
    return {
        "key": site.key,
        "name": site.name,
        "state": site.state,
        "status": site.status.value,
        "statusBasis": site.status_basis,
        "agencyType": site.agency_type.name,
        "joinedYear": site.joined_year,
        "joinedYearInferred": site.joined_year_inferred,
        "joinedMonth": 12 * site.joined_year + JOINED_IN_MONTH.get(site.joined_year, 1) - 1,
        "specialties": list(site.specialties),
        "personnelTotal": site.personnel.total,
        "personnelSworn": sworn,
        "personnelCivilian": site.personnel.civilian,
        "personnelBasis": site.personnel.basis,
        "swornBand": sworn_band(sworn),
        "populationServed": site.population.people,
        "populationServedYear": site.population.year,
        "populationServedBasis": site.population.basis,
        "monthlyCapacity": site.monthly_capacity,
        "assistanceOffered": offered if offered is None else [kind.name for kind in offered],
        "notes": site.notes,
    }


def request_rows(requests: Iterable[RequestFacts]) -> Iterator[Row]:
    """`{key, properties, jurisdictions, models, topics, answers}`; an undocumented site is no answer.

    What becomes relationships is sorted: they have no order, so another order says nothing new.
    """
    for request in requests:
        properties = request.properties()
        matched = request.matched_month
        yield stamped(
            {
                "key": properties["key"],
                "properties": properties,
                "jurisdictions": sorted(request.jurisdiction_key),
                "models": sorted(request.models),
                "topics": sorted(request.topics),
                "answers": [
                    {
                        "site": site,
                        "properties": {
                            "matchedOn": matched,
                            "matchedMonth": matched and month_index(matched),
                            "closedMonth": properties.get("closedMonth"),
                            "assistanceTypes": properties["assistanceTypes"],
                            "outcome": properties["status"],
                        },
                    }
                    for site in sorted(request.sites)
                    if site != NOT_DOCUMENTED
                ],
            }
        )


def neighborhood_rows(neighborhoods: Iterable[Neighborhood]) -> Iterator[Row]:
    """`{key, neighbors, floor, floorInKind}`."""
    for each in neighborhoods:
        yield stamped(
            {
                "key": each.key,
                "neighbors": [list(neighbor) for neighbor in each.neighbors],
                "floor": each.floor,
                "floorInKind": each.floor_in_kind,
            }
        )
