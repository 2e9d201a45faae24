"""The generated log as a file: the same bytes always, and the rows that `generate` yields."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from graph.errors import InvalidInput
from loaders.generate import GenerateArguments, Reference, generate, write
from loaders.generate.block import ROWS, draw_blocks
from loaders.generate.log import SUFFIXES
from loaders.sources.requests.contract import RequestRow
from loaders.sources.requests.log import read_requests

DEFAULT_SHA256 = "2ce5cea53adf59b22effd91f08b2e196b9d188b053393298fd2e97dc15e08c06"
"""Of the default CSV. It changes with the generator, with NumPy, and with any file of data/."""


@pytest.fixture(scope="module")
def rows(reference: Reference) -> list[RequestRow]:
    return list(generate(GenerateArguments(), reference))


def test_the_default_file_has_the_pinned_bytes(tmp_path: Path) -> None:
    summary = write(tmp_path / "log.csv", GenerateArguments())
    assert (summary.rows, summary.states) == (510, 38)
    assert summary.sha256 == DEFAULT_SHA256


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_holds_the_same_rows(
    tmp_path: Path, reference: Reference, rows: list[RequestRow], suffix: str
) -> None:
    path = tmp_path / f"log{suffix}"
    write(path, GenerateArguments(), reference=reference)
    assert list(read_requests(path)) == rows
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_gzip_too_has_the_same_bytes_from_the_same_arguments(tmp_path: Path, reference: Reference) -> None:
    few = GenerateArguments(requests=50)
    first, second = (
        write(tmp_path / name, few, reference=reference) for name in ("one.jsonl.gz", "two.jsonl.gz")
    )
    assert first == second


def test_another_seed_makes_another_log(rows: list[RequestRow], reference: Reference) -> None:
    other = list(generate(GenerateArguments(seed=8), reference))
    assert {row.request_id for row in rows}.isdisjoint(row.request_id for row in other)
    assert [row.jurisdiction for row in rows] != [row.jurisdiction for row in other]


def test_rows_do_not_depend_on_how_far_one_reads(reference: Reference) -> None:
    arguments = GenerateArguments(requests=ROWS + 2_000, repeat=0.9)
    _, alone = next(draw_blocks(arguments, reference))
    (_, first), (_, second) = draw_blocks(arguments, reference)
    for one, other in ((alone.sites, first.sites), (alone.requesters.unit, first.requesters.unit)):
        assert np.array_equal(one, other)
    assert (first.number[-1] + 1, first.month[-1]) == (second.number[0], second.month[0])
    # Those who come back in the second block asked in the first: far more than meet by chance.
    known = np.isin(second.requesters.identity(), first.requesters.identity())
    assert known.mean() > 0.9


def test_a_log_replaces_an_older_one_only_when_it_is_complete(tmp_path: Path, reference: Reference) -> None:
    path = tmp_path / "log.csv"
    path.write_text("older")

    def stop(rows: int) -> None:
        assert path.read_text() == "older"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(path, GenerateArguments(), stop, reference)
    assert [file.name for file in tmp_path.iterdir()] == ["log.csv"]
    assert path.read_text() == "older"
    told: list[int] = []
    write(path, GenerateArguments(), told.append, reference)
    assert told == [510]
    assert path.read_text() != "older"


def test_no_text_looks_like_a_contact(tmp_path: Path, reference: Reference) -> None:
    path = tmp_path / "log.csv"
    write(path, GenerateArguments(requests=5_000), reference=reference)
    text = path.read_text()
    assert "@" not in text
    assert not re.search(r"\(?\b[0-9]{3}\)?[-. ][0-9]{3}[-. ][0-9]{4}\b", text)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"requests": 0}, "requests: 0 is outside 1 to 9999999"),
        ({"requests": 37}, "requests: 37 cannot reach 38 states; ask for more requests or fewer states"),
        ({"states": 52}, "states: 52 is outside 1 to 51"),
        ({"seed": -1}, "seed: -1 is outside"),
        ({"strength": float("nan")}, "strength: nan is outside 0.0 to 10.0"),
        ({"repeat": 1.0}, "repeat: 1.0 is outside 0.0 to 0.95"),
        ({"since": "2020-1"}, "from: '2020-1' is not a month"),
        ({"until": "2025-13"}, "until: '2025-13' is not a month"),
        ({"since": "1999-01"}, "from: 1999-01 is outside 2010-01 to 2099-12"),
        ({"since": "2026-01"}, "from: 2026-01 is after until 2025-12"),
    ],
)
def test_a_wrong_argument_is_named_with_its_limit(wrong: dict[str, int | float | str], said: str) -> None:
    with pytest.raises(InvalidInput, match=re.escape(said)):
        GenerateArguments(**wrong)  # type: ignore[arg-type]


def test_a_file_of_no_known_format_or_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"log\.txt: unknown suffix for a request log; use \.csv"):
        write(tmp_path / "log.txt", GenerateArguments())
    with pytest.raises(InvalidInput, match="cannot be made"):
        write(tmp_path / "absent" / "log.csv", GenerateArguments())
