"""A port, as plain as a type may be."""

from __future__ import annotations

from schema.declare import many, pages, place, prop
from schema.sources import into
from toy.ship import Visit


class Port:
    """A port."""

    key: str = prop("Stable key.", keyword=True)
    name: str = prop("Its name.")
    depth: int | None = prop("Feet.")
    site = place("Where it is.", "spot")

    ships = pages("Ships that were here, and how.", into("TOY_VISITED"), "Ship", edge=Visit)
    fleet = many("Ships that belong here.", into("TOY_HOME"), "Ship")
