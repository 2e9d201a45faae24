"""Errors of arguments, with the messages of the service."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from plain.values import is_month
from schema.declare import Declaration, Related

MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
LARGEST_PAGE = 100
MAX_GROUPS = 1000
MAX_OFFSET = 10_000


class Refusal(Exception):
    """A wrong argument; the message is that of the error."""


class Refusals:
    """Looks through arguments before they are used. Each method raises Refusal."""

    def __init__(self, declarations: Mapping[str, Declaration]) -> None:
        self._declarations = declarations

    def where(self, related: Related, where: Mapping[str, Any] | None) -> None:
        """Looks through the filter of a related type, in the order in which it is written down."""
        if related.edge is None:
            self._node(self._declarations[related.to], where)
            return
        for name, given in (where or {}).items():
            if given is None:
                continue
            if name == "node":
                self._node(self._declarations[related.to], given)
            elif name == "edge":
                self._properties(Declaration.of(related.edge), given)
            else:
                for each in given if isinstance(given, list) else [given]:
                    self.where(related, each)

    def _node(self, declaration: Declaration, where: Mapping[str, Any] | None) -> None:
        for name, given in (where or {}).items():
            if given is None:
                continue
            if name in ("AND", "OR", "NOT"):
                for each in given if isinstance(given, list) else [given]:
                    self._node(declaration, each)
            elif name in declaration.related:
                self._quantifiers(declaration.related[name], given)
            elif name in declaration.places:
                for operator, value in given.items():
                    if value is None:
                        stored = declaration.places[name].property
                        raise Refusal(
                            f"{stored}.{operator}: null is not a location; leave it out, or use isNull."
                        )
                    if operator == "box" and value["south"] > value["north"]:
                        south, north = value["south"], value["north"]
                        raise Refusal(f"box.south: {south} lies north of box.north, {north}; swap them.")
            else:
                self._property(declaration, name, given)

    def _properties(self, declaration: Declaration, filters: Mapping[str, Any]) -> None:
        for name, given in filters.items():
            if given is not None:
                self._property(declaration, name, given)

    def _property(self, declaration: Declaration, name: str, filters: Mapping[str, Any]) -> None:
        for operator, value in filters.items():
            if value is None and operator != "eq":
                remedy = "give true or false" if operator == "isNull" else "leave it out, or use isNull"
                raise Refusal(f"{name}.{operator}: null cannot be compared; {remedy}.")
            if value is not None and operator != "isNull" and is_month(declaration, name):
                for each in value if isinstance(value, list) else [value]:
                    if not MONTH.fullmatch(each):
                        raise Refusal(
                            f"{name}.{operator}: expected a month such as 2023-05 (got {each[:20]!r})."
                        )

    def _quantifiers(self, related: Related, quantifiers: Mapping[str, Any]) -> None:
        for name, given in quantifiers.items():
            if given is None:
                continue
            if name != "count":
                self.where(related, given)
                continue
            self.where(related, given.get("where"))
            for operator, value in given.items():
                if value is None and operator != "where":
                    raise Refusal(f"count.{operator}: null cannot be compared; leave it out.")


def page_size(arguments: Mapping[str, Any]) -> int:
    """The page size. Raises Refusal."""
    first, last = arguments.get("first"), arguments.get("last")
    if first is not None and last is not None:
        raise Refusal("last: give `first` or `last`, not both.")
    if last is not None and arguments.get("offset") is not None:
        raise Refusal("offset: goes with `first`, not with `last`.")
    if last is not None:
        return _bounded("last", last, LARGEST_PAGE, "use `before` for the page before")
    return _bounded("first", 20 if first is None else first, LARGEST_PAGE, "use `after` for the next page")


def offset(arguments: Mapping[str, Any]) -> int:
    """How many items are left out. Raises Refusal."""
    return _bounded("offset", arguments.get("offset") or 0, MAX_OFFSET, "use `after` to go farther")


def most_groups(arguments: Mapping[str, Any]) -> int:
    """The number of groups. Raises Refusal."""
    return _bounded("first", arguments["first"], MAX_GROUPS, "group by less, or filter")


def _bounded(name: str, value: int, most: int, remedy: str) -> int:
    if not 0 <= value <= most:
        raise Refusal(f"{name}: between 0 and {most:,} is allowed (got {value:,}); {remedy}.")
    return value
