"""`learning-sites backtest` as a process of its own, over the tests' graph."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import Result
from pydantic import TypeAdapter
from typer.testing import CliRunner

from backtest.plot import draw
from backtest.ranker import RANKERS
from backtest.report import BacktestReport
from backtest.tables import SYNTHETIC
from cli.app import command_line
from graph.access import Access
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import statement
from loaders.generate import GenerateArguments, Reference, write

ROOT = Path(__file__).parents[2]
RUN = "from cli.app import main; main()"
WITHOUT_MATPLOTLIB = f"import sys; sys.modules['matplotlib'] = None; {RUN}"

SHUFFLED = ("--shuffle", "--boot", "200", "--warm", "0.5", "--seed", "3")

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def variables(access: Access, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a command over the tests' graph."""
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("NEO4J_", "LEARNING_SITES_"))}
    return kept | {
        "NEO4J_URI": access.uri,
        "NEO4J_USERNAME": access.username,
        "NEO4J_PASSWORD": access.password,
        "LEARNING_SITES_HOME": str(tmp_path_factory.mktemp("home")),
        "MPLCONFIGDIR": str(tmp_path_factory.mktemp("matplotlib")),
    }


@pytest.fixture(scope="module")
def backtest(variables: dict[str, str]) -> Command:
    """Runs the command to its end."""

    def run(*arguments: str, program: str = RUN) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program, "backtest", *arguments],
            cwd=ROOT,
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Path:
    """The log that `make up` loads as a sample."""
    path = tmp_path_factory.mktemp("logs") / "sample.csv.gz"
    write(path, GenerateArguments(), reference=reference)
    return path


@pytest.fixture(scope="module")
def in_process(variables: dict[str, str]) -> Callable[..., Result]:
    """Runs the command in this process, which has imported what it needs."""
    without = dict.fromkeys(os.environ.keys() - variables.keys())

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(command_line(), ["backtest", *arguments], env=without | variables)

    return run


def read(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    return report


async def test_a_log_is_evaluated_as_the_graph_that_holds_it_and_nothing_is_written(
    backtest: Command, sample: Path, database: Database
) -> None:
    async def version() -> dict[str, Any]:
        records = await database.read(statement("graph/data_version"), {}, Deadline.after(30))
        return records[0].data()

    before = await version()
    of_graph, of_log = read(backtest("--json")), read(backtest(str(sample), "--json"))
    assert (of_graph.pop("source"), of_log.pop("source")) == ("the graph", "sample.csv.gz")
    assert of_log == of_graph
    assert await version() == before


class Run(NamedTuple):
    """A run of the command, and the picture that it drew."""

    done: subprocess.CompletedProcess[str]
    picture: Path


@pytest.fixture(scope="module")
def shuffled(backtest: Command, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The graph's log, and shuffled, as JSON and as a picture."""
    picture = tmp_path_factory.mktemp("pictures") / "one.svg"
    return Run(backtest(*SHUFFLED, "--json", "--plot", str(picture)), picture)


def test_the_report_holds_what_the_page_says(shuffled: Run) -> None:
    report = read(shuffled.done)
    assert (report["warm"], report["draws"], report["seed"]) == (0.5, 200, 3)
    assert report["requests"] == report["synthetic"] == 510
    assert report["left_out"]["warm_up"] == 255
    assert sum(report["left_out"].values()) + report["observed"]["trials"] == 510
    assert report["engine"] == "twin"
    assert report["agreement"]["equal"] == report["agreement"]["questions"] > 30
    for found in (report["observed"], report["shuffled"]):
        assert [each["name"] for each in found["standings"]] == [each.name for each in RANKERS]
        assert found["standings"][1]["means"].keys() == {"hit1", "hit3", "mrr", "ndcg3"}
        assert found["standings"][1]["ahead"]["mrr"].keys() == {"value", "low", "high"}
        assert found["labels"].keys() == {"CLOSE_CALL", "LEANING", "CLEAR"}
        assert found["requesters"].keys() == {"first_time", "repeat"}
    page = (ROOT / "docs" / "backtest.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in {**report, **report["observed"]})


def test_a_person_reads_tables_and_that_it_is_synthetic(backtest: Command) -> None:
    """Also without matplotlib, which only a picture needs."""
    done = backtest("--boot", "200", program=WITHOUT_MATPLOTLIB)
    assert done.returncode == 0, done.stderr
    assert all(each.name in done.stdout for each in RANKERS)
    assert "Ranked in memory." in done.stdout
    assert SYNTHETIC in done.stdout
    assert "shuffled" not in done.stdout


def test_the_picture_is_the_same_each_time_and_says_that_it_is_synthetic(
    backtest: Command, shuffled: Run, tmp_path: Path
) -> None:
    again = tmp_path / "two.svg"
    done = backtest(*SHUFFLED, "--plot", str(again))
    assert done.returncode == 0, done.stderr
    content = again.read_bytes()
    assert content == shuffled.picture.read_bytes()
    assert b"synthetic requests" in content
    assert b"its answers shuffled" in content


def test_the_picture_may_be_a_png(shuffled: Run, tmp_path: Path) -> None:
    report = TypeAdapter(BacktestReport).validate_python(read(shuffled.done), strict=False)
    pictures = [tmp_path / "one.png", tmp_path / "two.png"]
    for picture in pictures:
        draw(report, picture)
    assert pictures[0].read_bytes() == pictures[1].read_bytes()
    assert pictures[0].read_bytes().startswith(b"\x89PNG")


def test_too_few_requests_are_refused(
    in_process: Callable[..., Result], tmp_path: Path, reference: Reference
) -> None:
    path = tmp_path / "few.jsonl"
    write(path, GenerateArguments(seed=5, requests=120), reference=reference)
    refused = in_process(str(path))
    assert refused.exit_code == 1
    assert refused.stderr.startswith("error [TOO_FEW_TRIALS]: ")
    assert "too few to judge" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_log_that_names_what_the_graph_does_not_have_is_refused(
    backtest: Command, tmp_path: Path, reference: Reference
) -> None:
    path = tmp_path / "log.jsonl"
    write(path, GenerateArguments(seed=5), reference=reference)
    path.write_text(path.read_text().replace("site:houston-pd", "site:nowhere"))
    refused = backtest(str(path))
    assert refused.returncode == 1
    assert "[DATA_INVALID]" in refused.stderr
    assert "site:nowhere" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("log.txt",), "log.txt"),
        (("--warm", "2"), "warm: 2.0 is outside"),
        (("--boot", "1"), "boot: 1 is outside"),
        (("--plot", "picture.pdf"), "--plot: picture.pdf must end in .svg or .png"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(
    in_process: Callable[..., Result], arguments: tuple[str, ...], said: str
) -> None:
    refused = in_process(*arguments)
    assert refused.exit_code == 2
    assert said in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_a_missing_matplotlib_is_told_with_its_remedy(backtest: Command, tmp_path: Path) -> None:
    refused = backtest("--plot", str(tmp_path / "picture.svg"), program=WITHOUT_MATPLOTLIB)
    assert refused.returncode == 1
    assert refused.stderr.startswith("error [EXTRA_MISSING]: --plot needs matplotlib; install it with")
