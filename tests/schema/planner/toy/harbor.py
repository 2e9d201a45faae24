"""The fixed graph of the toy's cases: five ships, three ports."""

from __future__ import annotations

from typing import Any, Final

from toy.content import Content, Edge, Node

NOTHING_MORE: Final[dict[str, Any]] = dict.fromkeys(
    ("note", "code", "age", "draft", "insured", "oldRig", "oldGrade", "lost", "checked", "names", "berth")
)


def _ship(key: str, name: str, crew: int, feet: float, rig: str, grade: str, built: str, **more: Any) -> Node:
    seen = f"2024-0{crew % 9 + 1}-10T08:30:01Z"
    values = {
        "key": key,
        "name": name,
        "crew": crew,
        "feet": feet,
        "rig": rig,
        "grade": grade,
        "built": built,
    }
    return Node("Ship", NOTHING_MORE | {"afloat": True, "seen": seen, "tags": [], "rigs": []} | values | more)


def _visit(
    ship: str, port: str, month: str, cargo: int | None, goods: list[str], customs: str | None
) -> Edge:
    return Edge(
        "TOY_VISITED", ship, port, {"month": month, "cargo": cargo, "goods": goods, "customs": customs}
    )


HARBOR: Final = Content(
    (
        _ship("s:ana", "Doña Ana", 12, 80.5, "BRIG", "HIGH", "2019-05", age=30, code="DA1", draft=9.0,
              insured=True, oldRig="SLOOP", oldGrade="LOW", note='Carries "the" mail', tags=["fast", "mail"],
              rigs=["BRIG", "SLOOP"], names=["Annie"], berth=(45.5, -122.75), checked="2024-03-01T00:00:01Z"),
        _ship("s:bee", "Bee", 3, 30.0, "SLOOP", "LOW", "2020-02", insured=False, names=[],
              berth=(45.5, -122.5)),
        _ship("s:cod", "Cod & Sons", 12, 64.25, "KETCH", "MIDDLE", "2020-02", age=12, code="CS", draft=7.5,
              note="fish", tags=["fish"], rigs=["KETCH"], oldGrade="HIGH"),
        _ship("s:dot", "dot", 1, 12.0, "SLOOP", "LOW", "2021-11", age=2, code="da2", afloat=False,
              lost="2023-01", tags=["fast"], rigs=["SLOOP"], berth=(10.0, 179.5)),
        _ship("s:eel", "Eel 🚢", 7, 40.0, "BRIG", "HIGH", "2021-12", insured=True, draft=4.0,
              oldRig="KETCH", berth=(10.0, -179.5)),
        Node("Port", {"key": "p:east", "name": "East Port", "depth": 40, "spot": (45.5, -122.5)}),
        Node("Port", {"key": "p:west", "name": "West Port", "depth": 12, "spot": (10.0, 179.5)}),
        Node("Port", {"key": "p:zoe", "name": "Zoë", "depth": None, "spot": None}),
    ),
    (
        Edge("TOY_HOME", "s:ana", "p:east"),
        Edge("TOY_HOME", "s:cod", "p:east"),
        Edge("TOY_HOME", "s:dot", "p:west"),
        _visit("s:ana", "p:east", "2022-01", 5, ["mail", "tea"], "HIGH"),
        _visit("s:ana", "p:west", "2022-06", None, ["mail"], None),
        _visit("s:ana", "p:zoe", "2021-03", 9, [], "LOW"),
        _visit("s:bee", "p:east", "2022-06", 2, ["tea"], "MIDDLE"),
        _visit("s:eel", "p:west", "2020-12", 7, ["salt"], "HIGH"),
        Edge("TOY_FOLLOWS", "s:bee", "s:ana"),
        Edge("TOY_FOLLOWS", "s:cod", "s:ana"),
        Edge("TOY_FOLLOWS", "s:dot", "s:dot"),
        Edge("TOY_MET", "s:ana", "s:bee", {"miles": 1.5, "since": "2023-05-01T10:00:01Z"}),
        Edge("TOY_MET", "s:eel", "s:ana", {"miles": 0.25, "since": None}),
    ),
)  # fmt: skip
