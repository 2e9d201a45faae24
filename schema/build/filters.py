"""Filters: the `where` inputs of types, of their properties and of their relationships."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, Any, get_args, get_origin

from schema.build.hints import bare
from schema.build.module import Fields, Module, Required
from schema.declare import Declaration, Property, Related

EQ = "Equal to this; null finds what is unknown."
IN = "Equal to one of these, at most 1,000."
GT, GTE = "Greater than this.", "This or greater."
LT, LTE = "Less than this.", "This or less."
IS_NULL = "True for what is unknown, false for what is known."
ALIKE = "upper and lower case are alike, and so are all apostrophes."
OF_TEXT = {
    "eqIgnoreCase": f"Equal to this; {ALIKE}",
    "contains": f"Holds this text; {ALIKE}",
    "startsWith": f"Begins with this text; {ALIKE}",
    "endsWith": f"Ends with this text; {ALIKE}",
}
OF_LIST = {
    "includes": "Holds this.",
    "includesAny": "Holds at least one of these.",
    "includesAll": "Holds all of these.",
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
            where, f"Which {name} items; all that is given must hold.", fields | self._logic(where)
        )
        self._quantifiers(name, where)

    def of_edge(self, name: str, to: str, edge: Declaration) -> None:
        """`SiteOperatesWhere` of a relationship with properties: by node and by edge."""
        fields: dict[str, tuple[Any, str]] = {
            "node": (self._module.lazy(f"{to}Where"), f"Which {to} items."),
            "edge": (self._module.lazy(f"{edge.name}Where"), "How they are related."),
        }
        where = f"{name}Where"
        self._module.input(
            where, "Which relationships; all that is given must hold.", fields | self._logic(where)
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
        self._module.input(where, "Properties of a relationship; all that is given must hold.", fields)

    def of_related(self, owner: str, field: str, related: Related) -> Any:
        """The filter that a relationship has in its owner's `where`."""
        return self._module.lazy(f"{edge_name(owner, field, related)}ListFilter")

    def _quantifiers(self, name: str, where: str) -> None:
        made = self._module.lazy(where)
        count = f"{name}CountFilter"
        self._module.input(
            count,
            "How many there are.",
            {"where": (made, "Count only these."), **_comparison(int, with_null=False)},
        )
        self._module.input(
            f"{name}ListFilter",
            "What holds for the related items; all that is given must hold.",
            {
                "some": (made, "At least one is such."),
                "all": (made, "Each one is such, or there is none."),
                "none": (made, "None is such."),
                "single": (made, "Exactly one is such."),
                "count": (self._module.lazy(count), "How many there are."),
            },
        )

    def _logic(self, where: str) -> Fields:
        own = self._module.lazy(where)
        return {
            "AND": (list[own], "All of these hold."),  # type: ignore[valid-type]
            "OR": (list[own], "At least one of these holds; of an empty list none does."),  # type: ignore[valid-type]
            "NOT": (own, "This does not hold: exactly the others are found."),
        }

    def _of_property(self, hint: Any, prop: Property) -> Any:
        kind = bare(hint)
        if get_origin(kind) is list:
            return self._of_list(bare(get_args(kind)[0]))
        if kind is bool:
            return self._made(
                "BooleanFilter", "A truth value.", {"eq": (bool, EQ), "isNull": (bool, IS_NULL)}
            )
        if kind is str and prop.keyword:
            fields = _comparison(str) | {"startsWith": (str, "Begins with exactly this text.")}
            return self._made("KeyFilter", "A key or code, compared letter by letter.", fields)
        if kind is str:
            fields = _comparison(str) | {
                **{name: (str, text) for name, text in OF_TEXT.items()},
            }
            return self._made("StringFilter", "Text.", fields)
        if isinstance(kind, type) and issubclass(kind, Enum):
            fields = {"eq": (kind, EQ), "in": (list[kind], IN), "isNull": (bool, IS_NULL)}  # type: ignore[valid-type]
            return self._made(f"{kind.__name__}Filter", f"A value of {kind.__name__}.", fields)
        name = {int: "Int", float: "Float"}.get(kind, kind.__name__)
        return self._made(f"{name}Filter", f"A value of {name}.", _comparison(kind))

    def _of_list(self, item: Any) -> Any:
        name = "String" if item is str else item.__name__
        fields = {
            "includes": (item, OF_LIST["includes"]),
            "includesAny": (list[item], OF_LIST["includesAny"]),
            "includesAll": (list[item], OF_LIST["includesAll"]),
            "isEmpty": (bool, "True for an empty list, false for any other."),
        }
        return self._made(f"{name}ValuesFilter", "A list of values.", fields)

    def _of_place(self) -> Any:
        self._made("WithinInput", "A circle.", circle())
        box = {
            "south": (Annotated[float, Required], "Least latitude, degrees north."),
            "west": (Annotated[float, Required], "Least longitude, degrees east."),
            "north": (Annotated[float, Required], "Greatest latitude, degrees north."),
            "east": (Annotated[float, Required], "Greatest longitude; less than west across 180 degrees."),
        }
        self._made("BoxInput", "A box of latitudes and longitudes.", box)
        return self._made(
            "PlaceFilter",
            "Where something is.",
            {
                "within": (self._module.lazy("WithinInput"), "Not farther than this."),
                "box": (self._module.lazy("BoxInput"), "In this box, borders included."),
                "isNull": (bool, IS_NULL),
            },
        )

    def _made(self, name: str, description: str, fields: Fields) -> Any:
        if name not in self._module:
            self._module.input(name, f"{description} All that is given must hold.", fields)
        return self._module.lazy(name)


def circle() -> Fields:
    """A point and a distance from it."""
    return {
        "latitude": (Annotated[float, Required], "Degrees north."),
        "longitude": (Annotated[float, Required], "Degrees east."),
        "miles": (Annotated[float, Required], "Statute miles, 0 to 12,500."),
    }


def edge_name(owner: str, field: str, related: Related) -> str:
    """The stem of names for what a relationship leads to: its own when its edges carry properties."""
    return related.to if related.edge is None else f"{owner}{field[:1].upper()}{field[1:]}"


def _comparison(kind: Any, *, with_null: bool = True) -> dict[str, tuple[Any, str]]:
    fields: dict[str, tuple[Any, str]] = {
        "eq": (kind, EQ if with_null else "Equal to this."),
        "in": (list[kind], IN),
        "gt": (kind, GT),
        "gte": (kind, GTE),
        "lt": (kind, LT),
        "lte": (kind, LTE),
    }
    return fields | ({"isNull": (bool, IS_NULL)} if with_null else {})
