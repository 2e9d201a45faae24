"""The figures of docs/backtest.md are those that were measured, and measuring gives them again."""

from __future__ import annotations

import json
from math import sqrt
from pathlib import Path
from statistics import mean, stdev
from typing import Any, Final

import pytest

from backtest.ranker import BASELINES
from backtest.ranking import Measures
from docs import measured
from docs.tables import marked
from graph.database import Database
from loaders.generate import GenerateArguments, Reference

ROOT = Path(__file__).parents[2]
STUDENT: Final = 2.262
"""97.5 % quantile of Student's t with 9 degrees of freedom."""
REMEDY = "`python docs/measured.py` measures anew"


@pytest.fixture(scope="module")
def figures() -> dict[str, Any]:
    """What docs/backtest.json holds."""
    found: dict[str, Any] = json.loads(measured.MEASURED.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def reference() -> Reference:
    return Reference.read()


def test_tables_are_made_of_the_figures(figures: dict[str, Any]) -> None:
    page = measured.PAGE.read_text(encoding="utf-8")
    assert measured.tables(figures, page) == page, REMEDY


@pytest.mark.parametrize("seed", [None, pytest.param(1, marks=pytest.mark.slow)])
async def test_figures_are_measured_again(
    database: Database, reference: Reference, figures: dict[str, Any], seed: int | None
) -> None:
    arguments = measured.SAMPLE if seed is None else GenerateArguments(seed=seed)
    wanted = figures["sample"] if seed is None else figures["seeds"][str(seed)]
    found = measured.kept(await measured.measure(database, arguments, reference))
    assert dict(_leaves(found)) == pytest.approx(dict(_leaves(wanted)), abs=1e-5), REMEDY


def test_every_list_that_was_compared_was_that_of_the_statement(figures: dict[str, Any]) -> None:
    for log in (figures["sample"], figures["large"], *figures["seeds"].values()):
        equal, questions = log["agreement"]
        assert equal == questions > 30


def test_the_page_and_its_picture_say_that_the_requests_are_synthetic(figures: dict[str, Any]) -> None:
    page = measured.PAGE.read_text(encoding="utf-8")
    assert "synthetic" in marked(page, "warning")
    assert page.index("<!-- warning") < page.index("<!-- sample")
    picture = measured.PICTURE.read_text(encoding="utf-8")
    assert f"{figures['sample']['trials']} synthetic requests" in picture


def test_what_the_page_reads_from_the_tables_is_there(figures: dict[str, Any]) -> None:
    seeds = list(figures["seeds"].values())
    page = " ".join(marked(measured.PAGE.read_text(encoding="utf-8"), "interpretation").split())

    def lead(name: str) -> tuple[float, float, float]:
        """Mean over the logs, and its 95 % interval by Student's t."""
        leads = [log["ahead"][name][0] for log in seeds]
        half = STUDENT * stdev(leads) / sqrt(len(leads))
        return mean(leads), mean(leads) - half, mean(leads) + half

    value, low, high = min(lead(each.name) for each in BASELINES)
    assert f"{value:+.3f} [{low:+.3f}, {high:+.3f}]. In a log" in page
    value, low, high = lead("without tiers")
    assert f"cost {-value:.3f} of MRR [{-high:.3f}, {-low:.3f}] on these logs" in page
    mrr = Measures._fields.index("mrr")
    for each in BASELINES:
        assert all(log["means"]["without tiers"][mrr] > log["means"][each.name][mrr] for log in seeds)
        assert figures["large"]["ahead"][each.name][1] > 0
    lost = [log["ahead"]["without evidence"][0] for log in (figures["sample"], figures["large"])]
    lost.append(lead("without evidence")[0])
    assert f"without it .{100 * min(lost):02.0f} to .{100 * max(lost):02.0f} of MRR is lost" in page


def _leaves(value: Any, path: str = "") -> list[tuple[str, Any]]:
    if isinstance(value, dict):
        return [leaf for name, each in value.items() for leaf in _leaves(each, f"{path}.{name}")]
    if isinstance(value, list):
        return [leaf for number, each in enumerate(value) for leaf in _leaves(each, f"{path}[{number}]")]
    return [(path, value)]
