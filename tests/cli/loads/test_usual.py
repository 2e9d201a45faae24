"""Several nights over a folder: what is not as usual is named, with what is usual."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from aging import a_day_passes
from processes import Command

pytestmark = pytest.mark.usefixtures("empty_quarantine")

COLUMNS = ("request_id", "month", "jurisdiction", "jurisdiction_type", "state", "status")


@pytest.fixture(autouse=True)
def without_rows(delete_requests: Callable[..., None]) -> Iterator[None]:
    """The requests of a test are deleted after it."""
    yield
    delete_requests(f"usual-{number}" for number in range(60))


def log(path: Path, rows: int, *, unknown: int = 0, fips: bool = False, place: str = "Athens") -> Path:
    """A log of so many rows; the places of some are not known."""
    header = [*COLUMNS, *(["fips"] if fips else []), "note"]
    lines = [
        [
            f"usual-{number}",
            "2024-03",
            "Nowhereville Springs" if number < unknown else place,
            *("city", "OH", "received", *(["39009"] if fips else []), str(uuid4())),
        ]
        for number in range(rows)
    ]
    path.write_text("\n".join(map(",".join, [header, *lines])) + "\n", encoding="utf-8")
    return path


def nights(command: Command, home: Path, folder: Path, number: int = 3, **more: int | bool) -> None:
    """So many nights, each with a log of 40 rows, which somebody moves away."""
    for night in range(number):
        path = log(folder / f"log-2024-{night + 1}.csv", 40, **more)  # type: ignore[arg-type]
        done = command("nightly", str(folder))
        assert (done.returncode, "Warning" in done.stderr) == (0, False), done.stderr
        path.unlink()
        a_day_passes(home)


def test_half_of_the_usual_rows_is_a_warning_that_says_what_is_usual(
    command: Command, home: Path, folder: Path
) -> None:
    nights(command, home, folder)
    log(folder / "log-2024-9.csv", 19)
    done = command("nightly", str(folder))
    assert done.returncode == 3
    said = "Warning: requests: 19 rows came in new files; usual are 40 (median of 3 nights)."
    assert said in done.stderr
    assert said in command("nightly", str(folder)).stderr  # the same night once more is no other
    [warning] = [
        each
        for each in json.loads(command("nightly", str(folder), "--json").stdout)
        if each["status"] == "WARNING"
    ]
    assert f"Warning: {warning['problem']}" in done.stderr


def test_rows_in_the_usual_number_are_no_warning_nor_are_more(
    command: Command, home: Path, folder: Path
) -> None:
    nights(command, home, folder)
    for number, rows in enumerate((20, 60)):
        path = log(folder / f"log-2024-1{number}.csv", rows)
        assert command("nightly", str(folder)).returncode == 0
        path.unlink()
        a_day_passes(home)


def test_two_nights_make_nothing_usual(command: Command, home: Path, folder: Path) -> None:
    nights(command, home, folder, 2)
    log(folder / "log-2024-9.csv", 1)
    assert command("nightly", str(folder)).returncode == 0


def test_a_source_of_every_night_that_does_not_come_is_a_warning_also_where_old_files_stay(
    command: Command, home: Path, folder: Path
) -> None:
    for night in range(3):
        log(folder / f"log-2024-{night + 1}.csv", 40)
        assert command("nightly", str(folder)).returncode == 0
        a_day_passes(home)
    done = command("nightly", str(folder))
    assert done.returncode == 3
    assert "Warning: requests: no new file came; usual are 40 (median of 3 nights)." in done.stderr
    a_day_passes(home)
    done = command("nightly", str(folder))  # from now on it does not come every night
    assert done.returncode == 0, done.stderr


def test_many_unknown_names_are_a_warning_that_says_how_many_are_usual(
    command: Command, home: Path, folder: Path
) -> None:
    nights(command, home, folder, unknown=2)
    log(folder / "log-2024-9.csv", 40, unknown=12)
    done = command("nightly", str(folder))
    assert done.returncode == 3
    assert "requests: 12 of 40 rows name places that are not known; usual are 5%." in done.stderr
    a_day_passes(home)
    log(folder / "log-2024-9.csv", 40, unknown=4)
    assert command("nightly", str(folder)).returncode == 0


def test_a_column_that_is_gone_since_last_time_is_named(command: Command, home: Path, folder: Path) -> None:
    path = log(folder / "ohio-2024-1.csv", 40, fips=True)
    assert command("nightly", str(folder)).returncode == 0
    a_day_passes(home)
    path.unlink()
    log(folder / "texas-2024-2.csv", 40)  # another series never had it
    log(folder / "ohio-2024-2.csv", 40)
    done = command("nightly", str(folder))
    assert done.returncode == 3
    assert "Warning: ohio-2024-2.csv: no row has fips, which ohio-2024-1.csv had last time." in done.stderr
    assert done.stderr.count("Warning") == 1


def test_an_old_file_that_stays_is_compared_with_nothing(command: Command, home: Path, folder: Path) -> None:
    for night in range(3):
        log(folder / f"log-2024-{night}.csv", 40, fips=night > 0)
        done = command("nightly", str(folder))
        assert (done.returncode, "Warning" in done.stderr) == (0, False), done.stderr
        a_day_passes(home)


def test_what_is_expected_and_does_not_come_ends_the_night_with_an_error(
    command: Command, home: Path, folder: Path
) -> None:
    log(folder / "log.csv", 10)
    assert command("nightly", str(folder), "--expect", "requests").returncode == 0
    assert command("nightly", str(folder), "--expect", "requests=10").returncode == 0
    for arguments, said in (
        (("requests=11",), "requests: 10 rows came in new files, at least 11 are expected"),
        (("requests", "--expect", "sites"), "sites: 0 rows came in new files, at least 1 are expected"),
    ):
        done = command("nightly", str(folder), "--expect", *arguments)
        assert done.returncode == 1
        assert f"error [EXPECTED_MISSING]: {said}" in done.stderr
        assert "1 of 1 files loaded. To look at: the night ended with EXPECTED_MISSING." in done.stderr
        assert "10 rows read" in done.stderr
    (folder / "loader.toml").write_text("expect = {requests = 11}\n")
    assert "at least 11" in command("nightly", str(folder)).stderr
    assert command("nightly", str(folder), "--expect", "requests=1").returncode == 0
    a_day_passes(home)  # the file is not new any more
    assert command("nightly", str(folder), "--expect", "requests").returncode == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("request", "unknown source 'request', did you mean requests?"),
        ("requests=0", "whole number from 1 on"),
        ("requests=many", "whole number from 1 on"),
        ("requests=", "whole number from 1 on"),
    ],
)
def test_a_wrong_expectation_is_named_before_anything_is_loaded(
    command: Command, folder: Path, given: str, said: str
) -> None:
    log(folder / "log.csv", 1)
    done = command("nightly", str(folder), "--expect", given)
    assert done.returncode == 2
    assert said in done.stderr
    assert "rows read" not in done.stderr
