"""The data model as a picture: labels and relationship types, with how many there are of each."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Final, NamedTuple

from schema.data_model import DATA_MODEL
from schema.server.browser.graph_facts import GraphFacts
from schema.server.browser.style import DARK, GRASS

WIDTH, HEIGHT = 480, 505
BOX: Final = (144, 40)
"""Width and height of a label, pixels."""
PLACES: Final = {
    "ProgramModel": (240, 30),
    "Topic": (400, 95),
    "Request": (80, 95),
    "Site": (240, 230),
    "Source": (400, 300),
    "Jurisdiction": (90, 390),
    "PartnerAgency": (310, 390),
    "LawEnforcementAgency": (370, 475),
}
"""The center of each label, pixels."""
LINE: Final = "#52616B"


class _Point(NamedTuple):
    x: float
    y: float


def model_picture(facts: GraphFacts | None) -> str:
    """The picture as SVG; without counts where the database did not answer."""
    drawn = "".join((*_arrows(facts), *_labels(facts), *_loops(facts)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}" font-family="sans-serif" role="img">'
        f"<title>Labels and relationships of the graph</title>"
        '<defs><marker id="end" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        f'orient="auto"><path d="M0 0L8 4L0 8z" fill="{LINE}"/></marker></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#FFFFFF"/>{drawn}</svg>\n'
    )


def _labels(facts: GraphFacts | None) -> Iterator[str]:
    width, height = BOX
    for name, (x, y) in PLACES.items():
        style = GRASS[f"node.{name}"]
        count = f"{facts.nodes[name]:,}" if facts else ""
        yield (
            f'<rect x="{x - width / 2:g}" y="{y - height / 2:g}" width="{width}" height="{height}" rx="8" '
            f'fill="{style["color"]}" stroke="{style["border-color"]}"/>'
            f'<text x="{x}" y="{y - 2}" font-size="12" text-anchor="middle" '
            f'fill="{style["text-color-internal"]}"><tspan font-weight="bold">{escape(name)}</tspan>'
            f'<tspan x="{x}" dy="15">{count}</tspan></text>'
        )


def _arrows(facts: GraphFacts | None) -> Iterator[str]:
    for each in DATA_MODEL.relationships:
        if each.start == each.end:
            continue
        start, end = (_Point(*PLACES[name]) for name in (each.start, each.end))
        begin, tip = _border(start, end), _border(end, start)
        middle = _Point((begin.x + tip.x) / 2, (begin.y + tip.y) / 2)
        yield (
            f'<line x1="{begin.x:.0f}" y1="{begin.y:.0f}" x2="{tip.x:.0f}" y2="{tip.y:.0f}" stroke="{LINE}" '
            f'marker-end="url(#end)"/>{_text(middle.x, middle.y, _counted(each.name, facts))}'
        )


def _loops(facts: GraphFacts | None) -> Iterator[str]:
    """What leads from a label to itself, as lines below it."""
    loops = [each for each in DATA_MODEL.relationships if each.start == each.end]
    for number, each in enumerate(loops):
        x, y = PLACES[each.start]
        text = f"\N{CLOCKWISE OPEN CIRCLE ARROW} {_counted(each.name, facts)}"
        yield _text(x, y + BOX[1] / 2 + 14 * (number + 1), text)


def _border(inside: _Point, outside: _Point) -> _Point:
    """Where the line from the center of a label to another point leaves the label."""
    dx, dy = outside.x - inside.x, outside.y - inside.y
    scale = min(BOX[0] / 2 / abs(dx) if dx else 1.0, BOX[1] / 2 / abs(dy) if dy else 1.0)
    return _Point(inside.x + dx * scale, inside.y + dy * scale)


def _counted(name: str, facts: GraphFacts | None) -> str:
    return f"{name} {facts.relationships[name]:,}" if facts else name


def _text(x: float, y: float, text: str) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="9.5" text-anchor="middle" fill="{DARK}" stroke="#FFFFFF" '
        f'stroke-width="3" paint-order="stroke">{escape(text)}</text>'
    )
