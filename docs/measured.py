"""The measured part of docs/backtest.md: `python docs/measured.py` measures anew and writes it.

Writes backtest.json, the two tables of backtest.md and img/backtest.svg. Needs the reference data in the
graph of the home that LEARNING_SITES_HOME names (`make up` once); it writes nothing there. `tests/docs/`
measures a part again and compares.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import mean
from typing import Any, Final

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from backtest import plot  # noqa: E402
from backtest.backtest import run_backtest  # noqa: E402
from backtest.options import BacktestOptions  # noqa: E402
from backtest.ranker import RANKERS, RECOMMENDER  # noqa: E402
from backtest.ranking import Measures  # noqa: E402
from backtest.report import BacktestReport, Findings  # noqa: E402
from cli.session import connected  # noqa: E402
from docs.tables import inserted  # noqa: E402
from graph.database import Database  # noqa: E402
from graph.settings import Settings  # noqa: E402
from loaders.generate import GenerateArguments, Reference, generate  # noqa: E402
from loaders.sources.requests.rows import request_rows  # noqa: E402

PAGE: Final = DOCS / "backtest.md"
MEASURED: Final = DOCS / "backtest.json"
PICTURE: Final = DOCS / "img" / "backtest.svg"

SAMPLE: Final = GenerateArguments()
SEEDS: Final = range(1, 11)
LARGE: Final = GenerateArguments(requests=2000)
DECIMALS: Final = 6


async def measure(database: Database, arguments: GenerateArguments, reference: Reference) -> BacktestReport:
    """The report on a synthetic log and on the same with its answers shuffled."""
    rows = request_rows(generate(arguments, reference))
    return await run_backtest(
        database, BacktestOptions(shuffle=True), rows, source=f"the log of seed {arguments.seed}"
    )


def kept(report: BacktestReport) -> dict[str, Any]:
    """What backtest.json keeps of a report, rounded."""
    assert report.shuffled is not None
    found: dict[str, Any] = _rounded(
        {
            "trials": report.observed.trials,
            "requesters": report.requesters,
            "left_out": report.left_out,
            "agreement": [report.agreement.equal, report.agreement.questions],
            "means": {each.name: list(each.means) for each in report.observed.standings},
            "ahead": _ahead(report.observed),
            "shuffled": _ahead(report.shuffled),
            "labels": {
                name: [part.trials, part.means and part.means.hit1]
                for name, part in report.observed.labels.items()
            },
            "exposure_gap": report.observed.exposure_gap,
            "smallest_difference": report.observed.smallest_difference,
        }
    )
    return found


def tables(measured: dict[str, Any], page: str) -> str:
    """The page with its tables made of what was measured."""
    page = inserted(page, "sample", _sample(measured["sample"]))
    return inserted(page, "logs", _logs(list(measured["seeds"].values()), measured["large"]))


def main() -> None:
    """Measures, and writes the three files."""
    reference = Reference.read()
    with connected(Settings.read()) as session:
        sample, large, *seeds = (
            session.run(measure(session.database, arguments, reference))
            for arguments in (SAMPLE, LARGE, *(GenerateArguments(seed=seed) for seed in SEEDS))
        )
    plot.draw(sample, PICTURE)
    measured = {
        "sample": kept(sample),
        "large": kept(large),
        "seeds": {str(seed): kept(report) for seed, report in zip(SEEDS, seeds, strict=True)},
    }
    lines = [f"{json.dumps(name)}: {json.dumps(part)}" for name, part in measured.items()]
    MEASURED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    PAGE.write_text(tables(measured, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


def _ahead(found: Findings) -> dict[str, list[float]]:
    """Value, low and high of every lead in MRR."""
    leads = {each.name: each.ahead["mrr"] for each in found.standings if each.name != RECOMMENDER.name}
    return {name: [lead.value, lead.low, lead.high] for name, lead in leads.items()}


def _sample(sample: dict[str, Any]) -> str:
    rows = ["| who ranks | hit@1 | hit@3 | MRR | nDCG@3 | ahead of it in MRR | with answers shuffled |"]
    rows.append("|---" * 7 + "|")
    for each in RANKERS:
        cells = [each.name, *(f"{value:.3f}" for value in sample["means"][each.name])]
        leads = ("", "")
        if each is not RECOMMENDER:
            leads = (_lead(sample["ahead"][each.name]), _lead(sample["shuffled"][each.name]))
        rows.append(f"| {' | '.join((*cells, *leads))} |")
    return "\n".join(rows)


def _logs(seeds: list[dict[str, Any]], large: dict[str, Any]) -> str:
    rows = [
        f"| compared with | {len(seeds)} logs: mean lead in MRR | half an interval | intervals above 0 "
        f"| shuffled: mean lead | intervals above 0 | a log of {LARGE.requests:,}: lead | shuffled: lead |"
    ]
    rows.append("|---" * 8 + "|")
    for each in RANKERS[1:]:
        leads, null = ([log[of][each.name] for log in seeds] for of in ("ahead", "shuffled"))
        cells = [
            each.name,
            f"{mean(value for value, _, _ in leads):+.3f}",
            f"{mean((high - low) / 2 for _, low, high in leads):.3f}",
            f"{sum(low > 0 for _, low, _ in leads)} of {len(leads)}",
            f"{mean(value for value, _, _ in null):+.3f}",
            f"{sum(low > 0 for _, low, _ in null)} of {len(null)}",
            _lead(large["ahead"][each.name]),
            _lead(large["shuffled"][each.name]),
        ]
        rows.append(f"| {' | '.join(cells)} |")
    mrr = Measures._fields.index("mrr")
    ours = mean(log["means"][RECOMMENDER.name][mrr] for log in seeds)
    hits = "; ".join(f"{name.replace('_', ' ').lower()} {hit:.2f}" for name, hit in _hits(seeds).items())
    return "\n".join(
        [
            *rows,
            "",
            f"MRR of the recommender: {ours:.3f} on average over the {len(seeds)} logs, "
            f"{large['means'][RECOMMENDER.name][mrr]:.3f} in the log of {LARGE.requests:,}. Hit@1 by label, "
            f"the {len(seeds)} logs together: {hits}. Mean exposure gap: "
            f"{mean(log['exposure_gap'] for log in seeds):.2f}.",
        ]
    )


def _hits(seeds: list[dict[str, Any]]) -> dict[str, float]:
    """hit@1 by label, over all trials of the logs."""
    found = {}
    for name in seeds[0]["labels"]:
        parts = [log["labels"][name] for log in seeds]
        found[name] = sum(count * (hit or 0) for count, hit in parts) / sum(count for count, _ in parts)
    return found


def _lead(lead: list[float]) -> str:
    value, low, high = lead
    return f"{value:+.3f} [{low:+.3f}, {high:+.3f}]"


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_rounded(each) for each in value]
    return round(value, DECIMALS) if isinstance(value, float) else value


if __name__ == "__main__":
    main()
