"""Jurisdictions and which of them touch: cypher/load/jurisdictions.cypher and adjacency.cypher."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from domain.months import month_text
from loaders.export.table import Line, Table
from loaders.pipeline.row import Row

JURISDICTIONS = Table.of_nodes(
    "Jurisdiction",
    ":LABEL",
    *("name", "kind", "comparedAs", "placeKey", "countyName", "state", "fips", "county", "cbsa"),
    *("division", "censusRegion", "densityBasis"),
    *("population:long", "populationYear:long", "urbanClass:long", "geonamesId:long"),
    *("firstAnswered:long", "firstAnsweredText"),
    *("incorporated:boolean", "hasPolice:boolean", "ruralUrbanCode:long", "mentalHealthProviders:double"),
    *("povertyPercent:double", "limitedEnglishPercent:double", "nativePercent:double", "age65Percent:double"),
    "groupQuartersPercent:double",
    *(
        "landArea:double",
        "density:double",
        "logPopulation:double",
        "logDensity:double",
        "logDensityKey:double",
    ),
    *("location:point{crs:WGS-84}", "counties:string[]", "zips:string[]", "fingerprint"),
)
PART_OF = Table.of_relationships("PART_OF")
ADJACENT_TO = Table.of_relationships("ADJACENT_TO")


def jurisdictions(rows: Iterable[Row], first_answers: Mapping[str, int]) -> Iterator[Line]:
    """Jurisdictions with their parents and members; `first_answers` are months by key of a requester."""
    for row in rows:
        key, first = row["key"], first_answers.get(row["key"])
        more = {} if first is None else {":LABEL": "Requester", "firstAnsweredText": month_text(first)}
        yield JURISDICTIONS.line(
            row["properties"] | more | {"firstAnswered": first, "fingerprint": row["fingerprint"]}
        )
        for parent in row["partOf"]:
            yield PART_OF.tie(key, parent)
        for member in row["members"]:
            yield PART_OF.tie(member, key)


def adjacency(rows: Iterable[Row]) -> Iterator[Line]:
    """Counties that touch."""
    for row in rows:
        yield ADJACENT_TO.tie(row["one"], row["other"])
