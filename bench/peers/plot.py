"""The picture of a comparison, from its JSON: how many times as fast this service is as each other."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from bench.peers.contenders import APOLLO, BARE_ENDPOINT, LOADERS, OURS, YOGA
from bench.peers.report import ALONE, TOGETHER, times

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INCHES: Final = (9.0, 6.0)
LOOKS: Final = {
    APOLLO: ("#0072B2", "o"),
    YOGA: ("#56B4E9", "s"),
    LOADERS: ("#D55E00", "^"),
    BARE_ENDPOINT: ("#000000", "D"),
}
"""Colors of Okabe and Ito's palette, which people with any color vision tell apart, and shapes."""
APART: Final = 0.18
TICKS: Final = (0.5, 1, 2, 5, 10, 20, 50)


def draw(found: dict[str, Any], path: Path) -> None:
    """Writes the picture as SVG; the same JSON makes the same bytes."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.size": 10, "svg.fonttype": "none", "svg.hashsalt": "peers"}):
        figure = Figure(figsize=INCHES, layout="constrained")
        left, right = figure.subplots(1, 2, sharey=True)
        _points(left, found, ALONE, "1 client: their p50 ÷ ours")
        _points(right, found, TOGETHER, "16 clients: our answers a second ÷ theirs")
        figure.suptitle("Times as fast as each, response cache off; lines show all rounds")
        figure.legend(*left.get_legend_handles_labels(), loc="outside lower center", ncols=4, frameon=False)
        figure.savefig(path, metadata={"Date": None, "Creator": None})


def _points(axes: Axes, found: dict[str, Any], connections: str, label: str) -> None:
    from matplotlib.ticker import NullLocator

    names = list(found["runs"])
    axes.axvline(1, color="black", linewidth=1)
    for number, (other, (color, marker)) in enumerate(LOOKS.items()):
        rows = [
            (len(names) - place + APART * (1.5 - number), ratios)
            for place, name in enumerate(names)
            if (ratios := times(found["runs"][name], OURS, other, connections))
        ]
        middles = [median(ratios) for _, ratios in rows]
        spread = [
            [middle - min(ratios) for middle, (_, ratios) in zip(middles, rows, strict=True)],
            [max(ratios) - middle for middle, (_, ratios) in zip(middles, rows, strict=True)],
        ]
        axes.errorbar(
            middles,
            [line for line, _ in rows],
            xerr=spread,
            label=other,
            linestyle="none",
            markersize=5,
            color=color,
            marker=marker,
        )
    axes.set_xscale("log")
    axes.set_xticks(TICKS, [f"{tick:g}" for tick in TICKS])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_yticks([len(names) - place for place in range(len(names))], names)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", alpha=0.3)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.set_xlabel(label)
