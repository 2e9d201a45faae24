"""The data model of the graph: what readers of a page, an export or a dictionary see of it.

Labels and properties are those that `schema/types/` declares. Left out are what GraphQL computes, what is
deprecated, what only staff see of a type that others see too, and the ledger of the loaders.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import NoneType
from typing import Any, Final, get_args, get_origin

from domain.data_model import DataModel, EnumValue, NodeType, RelationshipType, StoredProperty, ValueType
from domain.titles import TITLES
from domain.vocabulary import DescribedEnum
from schema.declare import Declaration, Property, prop, properties_of
from schema.types import DECLARATIONS
from schema.types.enums import MONTH, Month
from schema.types.request import AnsweredBy
from schema.types.similar import SimilarTo
from schema.types.site import CitedIn, Operates, PartnersWith, SpecializesIn

LABELS: Final = (
    *("Site", "Jurisdiction", "ProgramModel", "Topic", "PartnerAgency", "LawEnforcementAgency"),
    *("Request", "Source"),
)
TYPES: Final = {
    str: ValueType.TEXT,
    int: ValueType.INTEGER,
    float: ValueType.NUMBER,
    bool: ValueType.BOOLEAN,
    Month: ValueType.MONTH,
}


class Ranks:
    """Places in a stored list of similar jurisdictions; GraphQL's `rank` is that of a filtered list."""

    rank: int | None = prop(
        "1 for the most similar jurisdiction of all kinds, up to 25; null beyond.",
        unit="position, 1 to 25",
    )
    rank_in_kind: int | None = prop(
        "1 for the most similar jurisdiction of the same kind, up to 25; null beyond.",
        unit="position, 1 to 25",
    )


def _relationship(
    name: str, start: str, end: str, description: str, *edges: type, order: tuple[str, ...] = ()
) -> RelationshipType:
    """A relationship type with the properties of these classes; of two with one name, the first."""
    properties: dict[str, StoredProperty] = {}
    for edge in edges:
        for each in _stored(properties_of(edge)):
            properties.setdefault(each.name, each)
    return RelationshipType(name, start, end, description, tuple(properties.values()), order)


def _stored(declared: Declaration) -> tuple[StoredProperty, ...]:
    return tuple(
        _property(name, hint, each)
        for name, (hint, each) in declared.properties.items()
        if not (each.needs or each.expression or each.deprecated or each.staff)
    )


def _property(name: str, hint: Any, declared: Property) -> StoredProperty:
    (inner,) = {*(get_args(hint) if NoneType in get_args(hint) else (hint,))} - {NoneType}
    item = get_args(inner)[0] if get_origin(inner) is list else inner
    values = tuple(_values(item, declared)) if _is_enum(item) else ()
    if inner is not item:
        type_ = ValueType.TEXTS
    elif values:
        type_ = TYPES[type(values[0].stored)]
    else:
        type_ = TYPES[item]
    assert (type_ is ValueType.MONTH) is (declared.codec is MONTH)
    is_part = "." in declared.property
    return StoredProperty(
        name if is_part else declared.property or name,
        type_,
        declared.description,
        nullable=inner is not hint,
        unit=declared.unit,
        path=declared.property if is_part else "",
        enum=item.__name__ if values else "",
        values=values,
    )


def _values(enum: type[DescribedEnum], declared: Property) -> Iterator[EnumValue]:
    for name, member in enum.__members__.items():
        stored = declared.codec.write(name) if declared.codec.write else name
        yield EnumValue(stored, TITLES[enum.__name__][name], member.description)


def _is_enum(item: Any) -> bool:
    return isinstance(item, type) and issubclass(item, DescribedEnum)


def _flat(description: str) -> str:
    return " ".join(description.split())


_DECLARED: Final = {each.label: each for each in DECLARATIONS if each.label}
_RELATIONSHIPS: Final = (
    _relationship("SERVES", "Site", "Jurisdiction", "A jurisdiction that the site polices."),
    _relationship("OPERATES", "Site", "ProgramModel", "A program model that the site operates.", Operates),
    _relationship(
        "SPECIALIZES_IN", "Site", "Topic", "A topic of the site, coded by us from its sources.", SpecializesIn
    ),
    _relationship(
        "PARTNERS_WITH", "Site", "PartnerAgency", "An agency that the site works with.", PartnersWith
    ),
    _relationship("CITED_IN", "Site", "Source", "A page that is a source of facts on the site.", CitedIn),
    _relationship(
        "LOCATED_IN", "PartnerAgency", "Jurisdiction", "Where the partner is, if its own name says so."
    ),
    _relationship(
        "POLICES", "LawEnforcementAgency", "Jurisdiction", "A jurisdiction that the agency polices."
    ),
    _relationship(
        "PART_OF",
        "Jurisdiction",
        "Jurisdiction",
        "From a place to its county, from a county to its state or region.",
    ),
    _relationship(
        "ADJACENT_TO",
        "Jurisdiction",
        "Jurisdiction",
        "Two counties that touch, each pair once; the direction means nothing.",
    ),
    _relationship(
        "SIMILAR_TO",
        "Jurisdiction",
        "Jurisdiction",
        "One of the 25 most similar jurisdictions, of all kinds or of the same kind, computed by us.",
        Ranks,
        SimilarTo,
        order=("rank", "rankInKind"),
    ),
    _relationship("FROM", "Request", "Jurisdiction", "A jurisdiction that made the request."),
    _relationship("ABOUT", "Request", "ProgramModel", "A program model that the request is about."),
    _relationship("CONCERNS", "Request", "Topic", "A topic that the request concerns."),
    _relationship("ANSWERED_BY", "Request", "Site", "A site that answered the request.", AnsweredBy),
)

DATA_MODEL: Final = DataModel(
    tuple(
        NodeType(label, _flat(_DECLARED[label].description), _stored(_DECLARED[label])) for label in LABELS
    ),
    _RELATIONSHIPS,
)
