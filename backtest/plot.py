"""The picture of a report: how far the recommender is ahead of each baseline. Needs matplotlib."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from backtest.ranker import Family
from backtest.report import BacktestReport, Findings
from graph.errors import ExtraMissing, InvalidInput

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SUFFIXES: Final = (".svg", ".png")
INCHES: Final = (8.0, 4.4)
DOTS_PER_INCH: Final = 150
APART: Final = 0.17
"""Of the two points of a baseline from its line, which are 1 apart."""


class Look(NamedTuple):
    """A color of Okabe and Ito's palette, which people with any color vision tell apart, and a shape."""

    color: str
    marker: str


OBSERVED: Final = Look("#0072B2", "o")
SHUFFLED: Final = Look("#D55E00", "s")


def check(path: Path) -> None:
    """Raises InvalidInput for another suffix than SUFFIXES, ExtraMissing without matplotlib."""
    if path.suffix.lower() not in SUFFIXES:
        raise InvalidInput(f"--plot: {path.name} must end in {' or '.join(SUFFIXES)}; rename it.")
    if find_spec("matplotlib") is None:
        raise ExtraMissing(
            "--plot needs matplotlib; install it with `pip install matplotlib` or the extra `plot`."
        )


def draw(report: BacktestReport, path: Path) -> None:
    """Writes the picture. Raises as `check`, and InvalidInput when the file cannot be made."""
    check(path)
    import matplotlib as mpl
    from matplotlib.figure import Figure

    # Text stays text, for screen readers and search; the same report makes the same bytes.
    with mpl.rc_context({"font.size": 11, "svg.fonttype": "none", "svg.hashsalt": "backtest"}):
        figure = Figure(figsize=INCHES, dpi=DOTS_PER_INCH, layout="constrained")
        axes = figure.add_subplot()
        _points(axes, report)
        figure.suptitle(_title(report), fontsize=12)
        is_svg = path.suffix.lower() == ".svg"
        try:
            figure.savefig(path, metadata={"Date": None, "Creator": None} if is_svg else {"Software": None})
        except OSError as error:
            raise InvalidInput(
                f"--plot: {path} cannot be made ({error.strerror}); check folder and rights."
            ) from None


def _points(axes: Axes, report: BacktestReport) -> None:
    names = [standing.name for standing in report.observed.family(Family.BASELINE)]
    lines = range(len(names), 0, -1)
    both = report.shuffled is not None
    axes.axvline(0, color="black", linewidth=1)
    _series(axes, report.observed, [at + APART * both for at in lines], "the log", OBSERVED)
    if report.shuffled:
        _series(axes, report.shuffled, [at - APART for at in lines], "its answers shuffled", SHUFFLED)
    axes.set_yticks(lines, names)
    axes.grid(axis="x", alpha=0.3)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel("MRR of recommendSites minus that of the rule, with 95 % interval")
    if both:
        axes.legend(frameon=False, loc="best")


def _series(axes: Axes, found: Findings, lines: list[float], label: str, look: Look) -> None:
    ahead = [standing.ahead["mrr"] for standing in found.family(Family.BASELINE)]
    spread = [[each.value - each.low for each in ahead], [each.high - each.value for each in ahead]]
    axes.errorbar(
        [each.value for each in ahead],
        lines,
        xerr=spread,
        label=label,
        linestyle="none",
        markersize=6,
        capsize=3,
        color=look.color,
        marker=look.marker,
    )


def _title(report: BacktestReport) -> str:
    kind = "synthetic requests" if report.synthetic else "requests"
    return (
        f"recommendSites against simple rules: {report.observed.trials} {kind}, each as of the month before"
    )
