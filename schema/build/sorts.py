"""Sorts: `@oneOf` inputs that name one key of an order each."""

from __future__ import annotations

from typing import Annotated, Any

from schema.build.filters import edge_name
from schema.build.hints import is_list
from schema.build.module import Module, Required
from schema.declare import Declaration, Related


class Sorts:
    """Makes sort inputs."""

    def __init__(self, module: Module) -> None:
        self._module = module
        module.enum(
            "SortDirection",
            "Which end comes first; what is unknown always comes last.",
            {"ASC": "Least first.", "DESC": "Greatest first."},
        )
        module.input(
            "DistanceSort",
            "By distance from a point.",
            {
                "latitude": (Annotated[float, Required], "Degrees north."),
                "longitude": (Annotated[float, Required], "Degrees east."),
                "direction": (module.lazy("SortDirection"), "ASC, nearest first, unless given."),
            },
        )

    def of_type(self, declaration: Declaration) -> None:
        """`SiteSort`."""
        direction = self._module.lazy("SortDirection")
        fields = self._properties(declaration)
        for field, related in declaration.related.items():
            if related.walked:
                fields[f"{field}Count"] = direction, f"By the number of `{field}`."
        for field in declaration.places:
            fields[f"{field}Distance"] = (
                self._module.lazy("DistanceSort"),
                f"By distance of `{field}` from a point.",
            )
        if declaration.text:
            fields["searchScore"] = direction, "By how well the text of `search` was found."
        self._module.input(
            f"{declaration.name}Sort", f"One key to sort {declaration.name} items by.", fields, one_of=True
        )

    def of_edge(self, owner: str, field: str, related: Related, edge: Declaration) -> None:
        """`SiteOperatesSort` of a relationship with properties, and `OperatesSort`."""
        if f"{edge.name}Sort" not in self._module:
            self._module.input(
                f"{edge.name}Sort",
                "One property of a relationship to sort by.",
                self._properties(edge),
                one_of=True,
            )
        self._module.input(
            f"{edge_name(owner, field, related)}Sort",
            "One key to sort by, of the node or of the relationship.",
            {
                "node": (self._module.lazy(f"{related.to}Sort"), f"By the {related.to}."),
                "edge": (self._module.lazy(f"{edge.name}Sort"), "By how it is related."),
            },
            one_of=True,
        )

    def _properties(self, declaration: Declaration) -> dict[str, tuple[Any, str]]:
        direction = self._module.lazy("SortDirection")
        return {
            field: (direction, prop.description)
            for field, (hint, prop) in declaration.properties.items()
            if prop.filtered and not is_list(hint)
        }
