"""The schema of the graph for programs that write Cypher, such as language models: as text and as JSON.

It takes the place of the procedures of APOC that such programs ask a database for. Both are made of the data
model and have less than 8 kB, so that they fit into a prompt.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from domain.data_model import NodeType, RelationshipType, StoredProperty
from schema.data_model import DATA_MODEL

MAX_BYTES: Final = 8_000
EXAMPLE: Final = (
    "MATCH (site:Site {status: 'CURRENT'})-[:OPERATES]->(:ProgramModel {key: 'model:co-responder'}) "
    "RETURN site.name AS site ORDER BY site"
)
PITFALLS: Final = (
    "Requests are synthetic (synthetic: true). Beside every count of requests return how many are; say so.",
    "Two of the fourteen current sites have no node. A former site has status FORMER.",
    "Keys are readable: site:houston-pd, us-county:39163 (FIPS), us-state:OH, us-place:4699066, model:cit.",
    "Match jurisdictions by key, or by name and state and kind: names repeat.",
    "A month is 12 * year + month - 1; its text (2025-03) is in the property with Text at its end.",
    "A request of several jurisdictions has a FROM to each: count DISTINCT requests.",
    "SIMILAR_TO ends after 25 and is not symmetric; its score is from 0 to 1.",
    "ADJACENT_TO has each pair once: match it without a direction.",
    "What is not known is absent, never 0 or empty. A misspelled label gives an empty result.",
    "Read only: run every statement in a read transaction.",
)


def as_text() -> str:
    """Labels with properties and values, arrows, pitfalls, one example."""
    return "\n".join(_lines()) + "\n"


def as_json() -> dict[str, Any]:
    """The same for programs: `nodes`, `relationships`, `pitfalls`, `example`."""
    return {
        "nodes": {each.name: _properties(each) for each in DATA_MODEL.nodes},
        "relationships": [
            {"type": each.name, "from": each.start, "to": each.end, "properties": _properties(each)}
            for each in DATA_MODEL.relationships
        ],
        "pitfalls": list(PITFALLS),
        "example": EXAMPLE,
    }


def _lines() -> Iterator[str]:
    yield "Learning sites graph: Neo4j, Cypher 25."
    yield "\nNodes (property: type, or its values)"
    for node in DATA_MODEL.nodes:
        yield f"{node.name}: {', '.join(map(_described, node.properties))}"
    yield "\nRelationships"
    for each in DATA_MODEL.relationships:
        own = ", ".join(map(_described, each.properties))
        yield f"(:{each.start})-[:{each.name}{f' {{{own}}}' if own else ''}]->(:{each.end})"
    yield "\nMind"
    yield from (f"- {text}" for text in PITFALLS)
    yield f"\nExample\n{EXAMPLE}"


def _described(each: StoredProperty) -> str:
    return f"{_name(each)}: {_type(each)}"


def _properties(declared: NodeType | RelationshipType) -> dict[str, str]:
    return {_name(each): _type(each) for each in declared.properties}


def _name(each: StoredProperty) -> str:
    return each.path or each.name


def _type(each: StoredProperty) -> str:
    if not each.values:
        return each.type.value
    listed = "|".join(
        f"{value.stored} {value.title}" if each.coded else str(value.stored) for value in each.values
    )
    return f"list of {listed}" if each.type.value.startswith("list") else listed
