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
            "Direction of a sort; unknown values are always last.",
            {"ASC": "Ascending: smallest first.", "DESC": "Descending: largest first."},
        )
        module.input(
            "DistanceSort",
            "Sort by distance from a point.",
            {
                "latitude": (Annotated[float, Required], "Degrees of latitude, north is positive."),
                "longitude": (Annotated[float, Required], "Degrees of longitude, east is positive."),
                "direction": (module.lazy("SortDirection"), "Default ASC: nearest first."),
            },
        )

    def of_type(self, declaration: Declaration) -> None:
        """`SiteSort`."""
        direction = self._module.lazy("SortDirection")
        fields = self._properties(declaration)
        for field, related in declaration.related.items():
            if related.walked:
                fields[f"{field}Count"] = direction, f"Number of `{field}`."
        for field in declaration.places:
            fields[f"{field}Distance"] = (
                self._module.lazy("DistanceSort"),
                f"Distance of `{field}` from a point.",
            )
        if declaration.text:
            fields["searchScore"] = direction, "Score of the full-text `search`."
        self._module.input(
            f"{declaration.name}Sort",
            f"One sort key of {declaration.name} items.",
            fields,
            declaration.deprecated,
            one_of=True,
        )

    def of_edge(self, owner: str, field: str, related: Related, edge: Declaration) -> None:
        """`SiteOperatesSort` of a relationship with properties, `OperatesSort` if one can be sorted by."""
        keys = self._properties(edge)
        if keys and f"{edge.name}Sort" not in self._module:
            self._module.input(
                f"{edge.name}Sort", "One sort key of a relationship.", keys, edge.deprecated, one_of=True
            )
        fields = {"node": (self._module.lazy(f"{related.to}Sort"), f"Sort key of the {related.to}.")}
        if keys:
            fields["edge"] = self._module.lazy(f"{edge.name}Sort"), "Sort key of the relationship."
        self._module.input(
            f"{edge_name(owner, field, related)}Sort",
            "One sort key, of the node or of the relationship.",
            fields,
            one_of=True,
        )

    def _properties(self, declaration: Declaration) -> dict[str, tuple[Any, str]]:
        direction = self._module.lazy("SortDirection")
        return {
            field: (direction, prop.description)
            for field, (hint, prop) in declaration.properties.items()
            if prop.filtered and not is_list(hint)
        }
