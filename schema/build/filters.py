"""Filters: the `where` inputs of types, of their properties and of their relationships."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, get_args, get_origin

from schema.build.hints import bare
from schema.build.module import Fields, Module, Required
from schema.declare import Declaration, Property, Related

EQ = "Equal to this value; null matches unknown values."
IN = "Equal to one of these values, at most 1,000."
GT, GTE = "Greater than this value.", "Greater than or equal to this value."
LT, LTE = "Less than this value.", "Less than or equal to this value."
IS_NULL = "True matches unknown values, false known ones."
ALIKE = "ignores case and the kind of apostrophe."
OF_TEXT = {
    "eqIgnoreCase": f"Equal to this text; {ALIKE}",
    "contains": f"Contains this text; {ALIKE}",
    "startsWith": f"Starts with this text; {ALIKE}",
    "endsWith": f"Ends with this text; {ALIKE}",
}
OF_LIST = {
    "includes": "Contains this value.",
    "includesAny": "Contains at least one of these values.",
    "includesAll": "Contains all of these values.",
}


class Filters:
    """Makes filter inputs, each once, and names them."""

    def __init__(self, module: Module) -> None:
        self._module = module

    def of_type(self, declaration: Declaration) -> None:
        """`SiteWhere`, with what relationships to a Site use: `SiteListFilter`, `SiteCountFilter`."""
        name, where = declaration.name, f"{declaration.name}Where"
        fields: dict[str, tuple[Any, str]] = {}
        for field, (hint, prop) in declaration.properties.items():
            if prop.filtered:
                fields[field] = self._of_property(hint, prop), prop.description
        for field, place in declaration.places.items():
            fields[field] = self._of_place(), place.description
        for field, related in declaration.related.items():
            if related.walked:
                fields[field] = self.of_related(declaration.name, field, related), related.description
        self._module.input(
            where,
            f"Filter of {name} items; all given conditions must hold.",
            fields | self._logic(where),
            declaration.deprecated,
        )
        self._quantifiers(name, where)

    def of_edge(self, name: str, to: str, edge: Declaration) -> None:
        """`SiteOperatesWhere` of a relationship with properties: by node and by edge."""
        fields: dict[str, tuple[Any, str]] = {
            "node": (self._module.lazy(f"{to}Where"), f"Conditions on the {to}."),
            "edge": (self._module.lazy(f"{edge.name}Where"), "Conditions on the relationship."),
        }
        where = f"{name}Where"
        self._module.input(
            where,
            "Filter of related items and their relationships; all given conditions must hold.",
            fields | self._logic(where),
        )
        self._quantifiers(name, where)

    def of_edge_properties(self, edge: Declaration) -> None:
        """`OperatesWhere`: the properties of a relationship."""
        where = f"{edge.name}Where"
        if where in self._module:
            return
        fields: Fields = {
            field: (self._of_property(hint, prop), prop.description)
            for field, (hint, prop) in edge.properties.items()
            if prop.filtered
        }
        self._module.input(
            where,
            "Filter by properties of a relationship; all given conditions must hold.",
            fields,
            edge.deprecated,
        )

    def of_related(self, owner: str, field: str, related: Related) -> Any:
        """The filter that a relationship has in its owner's `where`."""
        return self._module.lazy(f"{edge_name(owner, field, related)}ListFilter")

    def _quantifiers(self, name: str, where: str) -> None:
        made = self._module.lazy(where)
        count = f"{name}CountFilter"
        self._module.input(
            count,
            "Filter by the number of related items; all given conditions must hold.",
            {
                "where": (made, "Counts only related items that pass this filter."),
                **_comparison(int, with_null=False),
            },
        )
        self._module.input(
            f"{name}ListFilter",
            "Filter by related items; all given conditions must hold.",
            {
                "some": (made, "At least one related item passes this filter."),
                "all": (made, "All related items pass this filter; also true without related items."),
                "none": (made, "No related item passes this filter."),
                "single": (made, "Exactly one related item passes this filter."),
                "count": (self._module.lazy(count), "Number of related items."),
            },
        )

    def _logic(self, where: str) -> Fields:
        own = self._module.lazy(where)
        return {
            "AND": (list[own], "All of these filters hold."),  # type: ignore[valid-type]
            "OR": (list[own], "At least one of these filters holds; false for an empty list."),  # type: ignore[valid-type]
            "NOT": (own, "This filter does not hold; matches exactly the items that it does not match."),
        }

    def _of_property(self, hint: Any, prop: Property) -> Any:
        kind = bare(hint)
        if get_origin(kind) is list:
            return self._of_list(bare(get_args(kind)[0]))
        if kind is bool:
            return self._made(
                "BooleanFilter", "Filter of a boolean.", {"eq": (bool, EQ), "isNull": (bool, IS_NULL)}
            )
        if kind is str and prop.keyword:
            fields = _comparison(str) | {"startsWith": (str, "Starts with exactly this text.")}
            return self._made(
                "KeyFilter", "Filter of a key or code, compared character by character.", fields
            )
        if kind is str:
            fields = _comparison(str) | {
                **{name: (str, text) for name, text in OF_TEXT.items()},
            }
            return self._made("StringFilter", "Filter of text.", fields)
        if isinstance(kind, type) and issubclass(kind, Enum):
            fields = {"eq": (kind, EQ), "in": (list[kind], IN), "isNull": (bool, IS_NULL)}  # type: ignore[valid-type]
            return self._made(f"{kind.__name__}Filter", f"Filter of {kind.__name__}.", fields)
        name = {int: "Int", float: "Float"}.get(kind, kind.__name__)
        return self._made(f"{name}Filter", f"Filter of {name}.", _comparison(kind))

    def _of_list(self, item: Any) -> Any:
        name = "String" if item is str else item.__name__
        fields = {
            "includes": (item, OF_LIST["includes"]),
            "includesAny": (list[item], OF_LIST["includesAny"]),
            "includesAll": (list[item], OF_LIST["includesAll"]),
            "isEmpty": (bool, "True matches empty lists, false all others."),
        }
        return self._made(f"{name}ValuesFilter", "Filter of a list of values.", fields)

    def _of_place(self) -> Any:
        self._made("WithinInput", "A circle around a point.", circle())
        box = {
            "south": (Annotated[float, Required], "Southern edge, degrees of latitude."),
            "west": (Annotated[float, Required], "Western edge, degrees of longitude."),
            "north": (Annotated[float, Required], "Northern edge, degrees of latitude."),
            "east": (
                Annotated[float, Required],
                "Eastern edge; less than `west` for a box across longitude 180.",
            ),
        }
        self._made("BoxInput", "A box between two latitudes and two longitudes.", box)
        return self._made(
            "PlaceFilter",
            "Filter of a location.",
            {
                "within": (self._module.lazy("WithinInput"), "Within this circle."),
                "box": (self._module.lazy("BoxInput"), "In this box, edges included."),
                "isNull": (bool, IS_NULL),
            },
        )

    def _made(self, name: str, description: str, fields: Fields) -> Any:
        if name not in self._module:
            self._module.input(name, f"{description} All given conditions must hold.", fields)
        return self._module.lazy(name)


def circle() -> Fields:
    """A point and a distance from it."""
    return {
        "latitude": (Annotated[float, Required], "Degrees of latitude, north is positive."),
        "longitude": (Annotated[float, Required], "Degrees of longitude, east is positive."),
        "miles": (Annotated[float, Required], "Radius in statute miles, 0 to 12,500."),
    }


def edge_name(owner: str, field: str, related: Related) -> str:
    """The stem of names for what a relationship leads to: its own when its edges carry properties."""
    return related.to if related.edge is None else f"{owner}{field[:1].upper()}{field[1:]}"


def _comparison(kind: Any, *, with_null: bool = True) -> dict[str, tuple[Any, str]]:
    fields: dict[str, tuple[Any, str]] = {
        "eq": (kind, EQ if with_null else "Equal to this value."),
        "in": (list[kind], IN),
        "gt": (kind, GT),
        "gte": (kind, GTE),
        "lt": (kind, LT),
        "lte": (kind, LTE),
    }
    return fields | ({"isNull": (bool, IS_NULL)} if with_null else {})
