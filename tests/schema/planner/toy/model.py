"""The toy's schema, built as the product's is."""

from __future__ import annotations

from typing import Final

import strawberry

from schema.build import Model, build
from schema.declare import Declaration, SortKey, many, one, pages
from schema.sources import FullText, Ids, Label
from schema.types import SCALARS
from toy.port import Port
from toy.ship import Ship
from toy.words import Searched

KEY = {"key": (str, "Its key.")}


class Query:
    """Questions to the toy."""

    node = one("Anything.", Ids(), "Node", arguments={"id": (strawberry.ID, "A global id.")})
    nodes = many("Several.", Ids(), "Node", arguments={"ids": (list[strawberry.ID], "Global ids.")})
    ship = one("A ship.", Label("ToyShip"), "Ship", arguments=KEY)
    ships = pages("All ships.", Label("ToyShip"), "Ship")
    newest = pages(
        "All ships, newest first.",
        Label("ToyShip"),
        "Ship",
        order=(SortKey("built", descending=True), SortKey("key", descending=True)),
    )
    port = one("A port.", Label("ToyPort"), "Port", arguments=KEY)
    ports = pages("All ports.", Label("ToyPort"), "Port")
    search = pages(
        "Anything whose text is found, best first.",
        FullText(),
        "SearchResult",
        order=(SortKey("score", descending=True), SortKey("key")),
        arguments={"query": (str, "Words."), "types": (list[Searched] | None, "Only these types.")},
    )


DECLARATIONS: Final = [
    Declaration.of(Ship, "ToyShip", text="toy_ship_text"),
    Declaration.of(Port, "ToyPort", text="toy_port_text"),
    Declaration.of(Query),
]
TOY: Final[Model] = build(DECLARATIONS, SCALARS, "toy.generated")
