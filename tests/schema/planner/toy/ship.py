"""A ship: every kind of property, and every kind of relationship."""

from __future__ import annotations

from schema.declare import SortKey, many, one, pages, place, prop
from schema.sources import Direction, Relationship, into, out
from schema.types.enums import DATE_TIME, MONTH, DateTime, Month, by_index
from toy.words import Grade, Rig


class Visit:
    """How a ship was in a port."""

    month: Month = prop("When.", codec=MONTH)
    cargo: int | None = prop("Tons that it brought.")
    goods: list[str] = prop("What it brought.", bound="a list")
    customs: Grade | None = prop("How it went.", codec=by_index(Grade))


class Meeting:
    """How two ships met."""

    miles: float = prop("How far apart.")
    since: DateTime | None = prop("When.", codec=DATE_TIME)


class Ship:
    """A ship."""

    key: str = prop("Stable key.", keyword=True)
    name: str = prop("Its name.")
    note: str | None = prop("What else is known.")
    code: str | None = prop("Its signal letters.", keyword=True)
    crew: int = prop("How many sail it.", paged=True)
    age: int | None = prop("Years.")
    length: float = prop("Feet.", "feet")
    draft: float | None = prop("Feet under water.")
    afloat: bool = prop("Whether it swims.", paged=True)
    insured: bool | None = prop("Whether it is insured.")
    rig: Rig = prop("How it is rigged.")
    old_rig: Rig | None = prop("How it was rigged.")
    grade: Grade = prop("How good it is.", codec=by_index(Grade))
    old_grade: Grade | None = prop("How good it was.", codec=by_index(Grade))
    built: Month = prop("When it was built.", codec=MONTH, paged=True)
    lost: Month | None = prop("When it was lost.", codec=MONTH)
    seen: DateTime = prop("When it was seen.", codec=DATE_TIME, paged=True)
    checked: DateTime | None = prop("When it was checked.", codec=DATE_TIME)
    tags: list[str] = prop("Words on it.", bound="a list")
    rigs: list[Rig] = prop("Rigs that it can carry.", bound="a list")
    names: list[str] | None = prop("Other names.", bound="a list")
    title: str = prop(
        "Name and signal letters.", needs=("name", "code"), read=lambda name, code: f"{name} ({code or '–'})"
    )
    latitude: float | None = prop("Degrees north.", "berth.latitude", filtered=False)
    berth = place("Where it lies.", "berth")

    home = one("Where it belongs.", out("TOY_HOME"), "Port")
    ports = many("Ports that it was in.", out("TOY_VISITED"), "Port")
    visits = pages("Ports that it was in, and how.", out("TOY_VISITED"), "Port", edge=Visit)
    calls = many(
        "The same, latest first.",
        out("TOY_VISITED"),
        "Port",
        edge=Visit,
        order=(SortKey("month", descending=True, edge=True), SortKey("key", descending=True)),
    )
    escorts = pages(
        "Ships that it follows.",
        Relationship("TOY_FOLLOWS", index=("follower", "followed"), mean=0.5),
        "Ship",
    )
    followers = pages(
        "Ships that follow it, largest crew first.",
        into("TOY_FOLLOWS", mean=0.5),
        "Ship",
        order=(SortKey("crew", descending=True), SortKey("key", descending=True)),
    )
    met = pages("Ships that it met.", Relationship("TOY_MET", Direction.BOTH), "Ship", edge=Meeting)
