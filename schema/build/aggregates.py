"""Aggregates: counts, extremes, means and sums of the nodes of a type, of all or of each group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from schema.build.hints import bare, is_list
from schema.build.module import Fields, Module
from schema.declare import Declaration, Property, constant_case


class Group(NamedTuple):
    """One way to group: the property, its Cypher for a value, what Python makes of that, its type."""

    prop: str
    cypher: str
    read: Any
    type: Any


def groups(declaration: Declaration) -> dict[str, Group]:
    """The groups of a type by the name that they have in `group`."""
    found: dict[str, Group] = {}
    for field, (hint, prop) in declaration.properties.items():
        kind = bare(hint)
        if not prop.filtered or field == "key" or kind is float or is_list(hint):
            continue
        found[field] = Group(field, prop.codec.cypher, prop.codec.read, kind)
        for unit, (cypher, read, of_type) in prop.codec.units.items():
            found[f"{field}{unit}"] = Group(field, cypher, read, of_type)
    return found


def numbers(declaration: Declaration) -> dict[str, tuple[Any, Property]]:
    """Properties that have a mean and a sum."""
    return dict(_numbers(declaration))


def _numbers(declaration: Declaration) -> Iterator[tuple[str, tuple[Any, Property]]]:
    for field, (hint, prop) in declaration.properties.items():
        if prop.filtered and not prop.keyword and bare(hint) in (int, float):
            yield field, (hint, prop)


def extremes(declaration: Declaration) -> dict[str, tuple[Any, Property]]:
    """Properties that have a least and a greatest value: numbers, months and moments."""
    return {
        field: (hint, prop)
        for field, (hint, prop) in declaration.properties.items()
        if prop.filtered and not prop.keyword and (bare(hint) in (int, float) or prop.codec.units)
    }


class Aggregates:
    """Makes `SiteAggregate` and its parts."""

    def __init__(self, module: Module) -> None:
        self._module = module

    def of_type(self, declaration: Declaration) -> None:
        """The aggregate types of a labeled type."""
        name = declaration.name
        parts: dict[str, tuple[Any, str]] = {"count": (int, "Number of items.")}
        ways = groups(declaration)
        self._module.enum(
            f"{name}GroupBy",
            f"Fields that {name} items can be grouped by.",
            {constant_case(field): f"Group by `{field}`." for field in ways},
            {constant_case(field): reason for field, reason in declaration.deprecated.items()},
        )
        self._module.object(
            f"{name}Group",
            "Values of a group; null for fields that are not grouped by, and for unknown values.",
            {field: (way.type | None, f"Value of `{field}` in this group.") for field, way in ways.items()},
            declaration.deprecated,
        )
        parts["group"] = self._module.lazy(f"{name}Group"), "Values of the group."
        if found := extremes(declaration):
            fields: Fields = {
                field: (bare(hint) | None, f"For `{field}`; null without a known value.")
                for field, (hint, _) in found.items()
            }
            self._module.object(
                f"{name}Extremes", "Minimum or maximum of each field, over known values.", fields
            )
            extreme = self._module.lazy(f"{name}Extremes")
            parts |= {"min": (extreme, "Minimum of each field."), "max": (extreme, "Maximum of each field.")}
        if counted := numbers(declaration):
            fields = {
                field: (float | None, f"For `{field}`; null without a known value.") for field in counted
            }
            self._module.object(f"{name}Numbers", "Mean or sum of each field, over known values.", fields)
            number = self._module.lazy(f"{name}Numbers")
            parts |= {"avg": (number, "Mean of each field."), "sum": (number, "Sum of each field.")}
        self._module.object(f"{name}Aggregate", f"Aggregates of a group of {name} items.", parts)
