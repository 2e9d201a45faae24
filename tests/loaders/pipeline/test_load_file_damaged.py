"""Whatever is wrong with a row or a file: all rows are accounted for, and nothing private stays."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from request_files import REQUEST, write_jsonl

from domain.vocabulary import RunStatus
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.statements import Statement
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.pipeline.load_report import LoadReport
from loaders.sources.requests.source import REQUESTS

EMAIL, PHONE, NAME = "jane.roe@example.org", "(555) 010-7788", "Jane Q. Roe"
PLANTED = (EMAIL, PHONE, NAME, "12 Elm Street", "wept on the phone")
ANSWERED = {
    "status": "completed",
    "sites": ["site:houston-pd"],
    "matched_month": "2024-06",
    "closed_month": "2024-09",
}

DAMAGE: dict[str, tuple[dict[str, Any], str, str]] = {
    "no id": ({"request_id": None}, "request_id", "MISSING"),
    "id with a space": ({"request_id": "a b"}, "request_id", "INVALID"),
    "id too long": ({"request_id": "x" * 65}, "request_id", "INVALID"),
    "id with a quote": ({"request_id": "x'}) MATCH"}, "request_id", "INVALID"),
    "no month": ({"month": None}, "month", "MISSING"),
    "month of three digits": ({"month": "2024-005"}, "month", "INVALID"),
    "a date of either order": ({"month": "4/5/2024"}, "month", "INVALID"),
    "a day that no month has": ({"month": "2024-02-30"}, "month", "INVALID"),
    "month 13": ({"month": "2024-13"}, "month", "INVALID"),
    "a number of no day": ({"month": 4541}, "month", "INVALID"),
    "no jurisdiction": ({"jurisdiction": None}, "jurisdiction", "MISSING"),
    "jurisdiction of spaces": ({"jurisdiction": "   "}, "jurisdiction", "MISSING"),
    "jurisdiction of a megabyte": ({"jurisdiction": "x" * 1_000_000}, "jurisdiction", "INVALID"),
    "unknown type": ({"jurisdiction_type": "hamlet"}, "jurisdiction_type", "INVALID"),
    "state misspelled": ({"state": "Texsa"}, "state", "INVALID"),
    "letters of no state": ({"state": "qq"}, "state", "INVALID"),
    "fips without its zero": ({"fips": "1001"}, "fips", "INVALID"),
    "key of no form": ({"jurisdiction_key": ["Houston"]}, "jurisdiction_key", "INVALID"),
    "key of nothing": ({"jurisdiction_key": ["us-place:1"]}, "jurisdiction_key", "UNKNOWN_KEY"),
    "two keys in a city": (
        {"jurisdiction_key": ["us-place:4699066", "us-county:48201"]},
        "jurisdiction_key",
        "INCONSISTENT",
    ),
    "the same key twice": (
        {"jurisdiction_key": ["us-place:4699066", "us-place:4699066"]},
        "jurisdiction_key",
        "INVALID",
    ),
    "unknown agency": ({"agency_type": "ninjas"}, "agency_type", "INVALID"),
    "a name as role": ({"asker_role": NAME}, "asker_role", "INVALID"),
    "an address as role": ({"asker_role": EMAIL}, "asker_role", "INVALID"),
    "band without basis": ({"sworn_band": "10-49"}, "sworn_band_basis", "INCONSISTENT"),
    "unknown band": ({"sworn_band": "many", "sworn_band_basis": "estimated"}, "sworn_band", "INVALID"),
    "grantee maybe": ({"grantee": "maybe"}, "grantee", "INVALID"),
    "model of no form": ({"models": ["co-response"]}, "models", "INVALID"),
    "unknown model": ({"models": ["model:nothing"]}, "models", "UNKNOWN_KEY"),
    "too many models": ({"models": [f"model:m{n}" for n in range(26)]}, "models", "INVALID"),
    "unknown topic": ({"topics": ["topic:nothing"]}, "topics", "UNKNOWN_KEY"),
    "unknown assistance": ({"assistance_types": ["telepathy"]}, "assistance_types", "INVALID"),
    "unknown site": ({**ANSWERED, "sites": ["site:nothing"]}, "sites", "UNKNOWN_KEY"),
    "site twice": ({**ANSWERED, "sites": ["site:houston-pd"] * 2}, "sites", "INVALID"),
    "sites without month": ({**ANSWERED, "matched_month": None}, "matched_month", "INCONSISTENT"),
    "month without sites": ({**ANSWERED, "sites": None}, "sites", "INCONSISTENT"),
    "matched before it came": ({**ANSWERED, "matched_month": "2024-04"}, "matched_month", "INCONSISTENT"),
    "closed before it was matched": ({**ANSWERED, "closed_month": "2024-05"}, "closed_month", "INCONSISTENT"),
    "closed while open": ({**ANSWERED, "status": "in_progress"}, "closed_month", "INCONSISTENT"),
    "matched too early in its life": ({**ANSWERED, "status": "scoping"}, "status", "INCONSISTENT"),
    "no status": ({"status": None}, "status", "MISSING"),
    "unknown status": ({"status": "finis"}, "status", "INVALID"),
    "status as a list": ({"status": ["received"]}, "status", "INVALID"),
    "a formula": ({"status": "=1+1"}, "status", "INVALID"),
    "a number for a name": ({"jurisdiction": 7}, "jurisdiction", "INVALID"),
    "an object for a month": ({"month": {"y": 2024}}, "month", "INVALID"),
}


def row(number: int, changes: dict[str, Any]) -> dict[str, Any]:
    cells = {"request_id": f"damage-{number}", **REQUEST, **changes}
    return {name: value for name, value in cells.items() if value is not None}


def quarantine_rows(report: LoadReport) -> list[dict[str, Any]]:
    assert report.quarantine is not None
    return [json.loads(line) for line in waiting(report).read_text().splitlines()]


def waiting(report: LoadReport) -> Path:
    assert report.quarantine is not None
    return Path(report.quarantine)


def fix(report: LoadReport, wrong: str, right: str) -> Path:
    path = waiting(report)
    path.write_text(path.read_text().replace(wrong, right))
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("name", DAMAGE)
async def test_damage_is_named_by_field_and_quarantined(graph: Database, tmp_path: Path, name: str) -> None:
    changes, field, code = DAMAGE[name]
    path = write_jsonl(tmp_path / "log.jsonl", [row(1, {"request_id": "good"}), row(2, changes)])
    report = await load_file(graph, REQUESTS, path, LoadOptions(quarantine=tmp_path / "aside", dry_run=True))
    assert report.status is RunStatus.DONE
    assert (report.counts.read, report.counts.quarantined) == (2, 1)
    assert (code, field) in report.problems


async def test_every_row_is_accounted_for_and_waits_with_its_line_and_remedy(
    empty: Database, tmp_path: Path
) -> None:
    rows = []
    for number, (changes, _, _) in enumerate(DAMAGE.values()):
        rows += [row(2 * number, {}), row(2 * number + 1, changes)]
    path = write_jsonl(tmp_path / "log.jsonl", rows)
    report = await load_file(empty, REQUESTS, path, LoadOptions(quarantine=tmp_path / "aside", batch=7))
    assert report.counts.created == report.counts.quarantined == len(DAMAGE) >= 40
    assert report.counts.read == len(rows)
    found = quarantine_rows(report)
    assert [each["_line"] for each in found] == [2 * (number + 1) for number in range(len(DAMAGE))]
    for each, (_, field, code) in zip(found, DAMAGE.values(), strict=True):
        told = {(problem["code"], problem["field"]) for problem in each["_problems"]}
        assert (code, field) in told
        assert all(problem["remedy"] for problem in each["_problems"])
    assert mode(waiting(report)) == 0o600


async def test_a_quarantined_row_is_loaded_once_it_is_fixed(empty: Database, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "log.jsonl", [row(1, {}), row(2, {"month": "2024-13"})])
    report = await load_file(empty, REQUESTS, path, LoadOptions(quarantine=tmp_path / "aside"))
    fixed = await load_file(
        empty, REQUESTS, fix(report, '"2024-13"', '"2024-05"'), LoadOptions(quarantine=tmp_path / "aside")
    )
    assert (fixed.counts.created, fixed.counts.quarantined) == (1, 0)


async def test_nothing_of_persons_reaches_graph_ledger_report_or_quarantine(
    empty: Database, tmp_path: Path
) -> None:
    planted = {
        "contact_name": NAME,
        "email": EMAIL,
        "phone": PHONE,
        "narrative": "Subject wept on the phone at 12 Elm Street",
    }
    rows = [
        row(1, planted),
        row(2, planted | {"jurisdiction": f"Houston, TX ({EMAIL}, {PHONE}, 12 Elm Street)", "month": "soon"}),
        row(3, planted | {"status": EMAIL}),
        row(4, planted | {"models": [PHONE]}),
    ]
    path = write_jsonl(tmp_path / "log.jsonl", rows)
    report = await load_file(empty, REQUESTS, path, LoadOptions(quarantine=tmp_path / "aside"))
    assert (report.counts.created, report.counts.quarantined) == (1, 3)
    everything = Statement("everything", "CYPHER 25 MATCH (n:Request|LoadRun) RETURN properties(n) AS p")
    records = await empty.read(everything, {}, Deadline.after(60))
    graph = json.dumps([dict(record["p"]) for record in records], default=str)
    aside = json.dumps(quarantine_rows(report))
    for text in PLANTED:
        assert text not in graph
        assert text not in repr(report)
        assert text not in aside


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cut.jsonl.gz", b"\x1f\x8b\x08\x00garbage", "gzip"),
        ("log.jsonl", b'{"request_id": "a"\n', "JSON"),
        ("log.jsonl", b"[1, 2]\n", "JSON object"),
        ("log.jsonl", b'"\xff\x81"\n', "UTF-8"),
        ("log.csv", b"request_id,month\n1,2\n", "column"),
        ("log.csv", b'request_id,month,jurisdiction,jurisdiction_type,state,status\n"a', "line"),
    ],
)
async def test_a_file_that_cannot_be_read_on_ends_as_failed(
    graph: Database, tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    report = await load_file(graph, REQUESTS, path, LoadOptions(quarantine=tmp_path / "aside"))
    assert report.status is RunStatus.FAILED
    assert said in str(report.problem)
    assert report.counts.read == 0


async def test_rows_before_the_damage_of_a_file_are_written(empty: Database, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "log.jsonl", [row(number, {}) for number in range(5)])
    array = path.with_name("log.json")
    array.write_text(f"[{','.join(path.read_text().splitlines())},\n{{broken]")
    report = await load_file(empty, REQUESTS, array, LoadOptions(quarantine=tmp_path / "aside", batch=2))
    assert report.status is RunStatus.FAILED
    assert "line 2" in str(report.problem)
    assert report.counts.created == 5


CELLS = {
    "request_id": "",
    **REQUEST,
    "jurisdiction_key": "us-place:4699066",
    "synthetic": "true",
    "notes": "",
}
"""A row of a table: the id comes first, and the last column is never read."""
TABLE_DAMAGE: dict[str, tuple[dict[str, str], str, tuple[str, str] | None]] = {
    "its empty last cells are missing": ({}, "{id},{rest}", None),
    "more empty cells": ({}, "{id},{rest},,,,", None),
    "a quote inside a cell": ({"notes": 'the "big" one'}, "{id},{rest},{notes}", None),
    "an error in a column that is not read": ({"notes": "#N/A"}, "{id},{rest},{notes}", None),
    "a byte that is no text in a column that is not read": ({"notes": "\udcff"}, "{id},{rest},{notes}", None),
    "text behind a quote": ({"notes": '"big" one'}, "{id},{rest},{notes}", ("UNREADABLE", "row")),
    "a quote that never closes": ({"notes": '"big one'}, "{id},{rest},{notes}", ("UNREADABLE", "row")),
    "an error in a column that is read": ({"status": "#N/A"}, "{id},{rest}", ("INVALID", "status")),
    "another error": ({"jurisdiction": "#REF!"}, "{id},{rest}", ("INVALID", "jurisdiction")),
    "a byte that is no text": ({"jurisdiction": "Do\udc81a Ana"}, "{id},{rest}", ("INVALID", "jurisdiction")),
    "a cell beside the table": ({}, "{id},{rest},,beside", ("UNREADABLE", "row")),
    "a cell of which the quotes are missing": ({}, "{id},{rest},,Houston, TX", ("UNREADABLE", "row")),
    "the first cell alone": ({}, "{id}", ("MISSING", "month")),
}


@pytest.mark.parametrize("name", TABLE_DAMAGE)
async def test_a_bad_row_of_a_table_never_ends_the_file(empty: Database, tmp_path: Path, name: str) -> None:
    changes, form, problem = TABLE_DAMAGE[name]

    def line(number: int, cells: dict[str, Any], form: str) -> str:
        _, *rest, notes = (f'"{cell}"' if ", " in str(cell) else cell for cell in cells.values())
        return form.format(id=f"table-{number}", rest=",".join(rest), notes=notes) + "\n"

    lines = [line(number, CELLS, "{id},{rest},{notes}") for number in range(5)]
    lines[2] = line(2, CELLS | changes, form)
    path = tmp_path / "log.csv"
    path.write_bytes("".join([",".join(CELLS) + "\n", *lines]).encode(errors="surrogateescape"))
    report = await load_file(empty, REQUESTS, path, LoadOptions(quarantine=tmp_path / "aside"))
    assert report.status is RunStatus.DONE
    assert (report.counts.created, report.counts.quarantined) == ((5, 0) if problem is None else (4, 1))
    if problem is not None:
        assert problem in report.problems
        [bad] = quarantine_rows(report)
        assert bad["_line"] == 4
        assert all(each["reason"] and each["remedy"] for each in bad["_problems"])


async def test_a_line_that_is_not_json_never_ends_the_file(empty: Database, tmp_path: Path) -> None:
    good = write_jsonl(tmp_path / "log.jsonl", [row(number, {}) for number in range(4)])
    lines = good.read_text().splitlines()
    lines[1:1] = ["{broken", "[1]", lines[3] + lines[3], '{"request_id": "x", "status": NaN, "wait": NaN}']
    path = tmp_path / "bad.jsonl"
    path.write_text("\n".join([*lines[:-1], lines[-1].replace("{", '{"wait": NaN,', 1)]))
    report = await load_file(empty, REQUESTS, path, LoadOptions(quarantine=tmp_path / "aside"))
    assert (report.counts.created, report.counts.quarantined) == (4, 4)
    assert report.problems == {("UNREADABLE", "row"): 3, ("INVALID", "status"): 1}


async def test_nothing_of_a_row_that_cannot_be_read_is_shown(graph: Database, tmp_path: Path) -> None:
    rows = [{**CELLS, "request_id": str(n), "notes": NAME} for n in range(2)]
    header, good, bad = (
        ",".join(f'"{cell}"' for cell in cells) for cells in (CELLS, *(r.values() for r in rows))
    )
    path = tmp_path / "log.csv"
    path.write_text(f'{header}\n{good}\n{bad},{EMAIL}\n"{NAME}" {PHONE},x\n')
    report = await load_file(graph, REQUESTS, path, LoadOptions(quarantine=tmp_path / "aside", batch=1))
    assert report.counts.quarantined == 2
    for each in quarantine_rows(report):
        assert set(each) == {"_line", "_problems"}
        assert not any(text in json.dumps(each) for text in PLANTED)


async def test_headings_do_not_take_the_file_with_them(empty: Database, tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    first, *others = [name for name in CELLS if name != "notes"]
    rows = [f"h-{n};{';'.join(str(CELLS[name]) for name in others)};5;;" for n in range(2_000)]
    path.write_text("\r\n".join(["sep=;", f'{first};{";".join(others)};wait (") avg;;', *rows, "\x1a"]))
    report = await load_file(empty, REQUESTS, path, LoadOptions(quarantine=tmp_path / "aside"))
    assert (report.status, report.counts.created, report.counts.read) == (RunStatus.DONE, 2_000, 2_000)
    assert report.ignored == ['wait (") avg']


async def test_a_file_of_bad_rows_is_given_up(graph: Database, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "log.jsonl", [row(n, {"status": "finis"}) for n in range(1000)])
    options = LoadOptions(quarantine=tmp_path / "aside", batch=100)
    report = await load_file(graph, REQUESTS, path, options)
    assert report.status is RunStatus.FAILED
    assert report.counts.read == report.counts.quarantined == 200
    assert "--most-bad" in str(report.problem)
    most = LoadOptions(quarantine=tmp_path / "aside", batch=100, max_bad_share=1.0)
    assert (await load_file(graph, REQUESTS, path, most)).counts.quarantined == 1000


async def test_a_dry_run_reports_all_and_keeps_nothing(
    graph: Database, tmp_path: Path, log_of: Callable[[int], Path], checksum: Callable[..., Any]
) -> None:
    before = await checksum(graph)
    options = LoadOptions(quarantine=tmp_path / "aside", dry_run=True, batch=40)
    report = await load_file(graph, REQUESTS, log_of(120), options)
    assert report.counts.created == 120
    assert report.run is None
    assert await checksum(graph) == before
    assert not (tmp_path / "aside").exists()


async def test_an_id_that_comes_again_with_other_content_is_quarantined_by_name(
    empty: Database, tmp_path: Path
) -> None:
    rows = [row(1, {}), row(1, {}), row(1, ANSWERED), row(2, {})]
    path = write_jsonl(tmp_path / "log.jsonl", rows)
    for written in (2, 0):  # and a second run changes nothing
        report = await load_file(empty, REQUESTS, path, LoadOptions(quarantine=tmp_path, batch=written or 1))
        counts = report.counts
        assert (counts.changed, counts.unchanged, counts.quarantined) == (written, 3 - written, 1)
        assert report.problems == {("DUPLICATE", "request_id"): 1}


async def test_columns_are_known_by_the_names_that_people_give_them(empty: Database, tmp_path: Path) -> None:
    named = {
        "Request Number": "alias-1",
        "Month received": "2024-05",
        "Requesting Agency": "Houston Police Department",
        "Type of jurisdiction": "city",
        "ST": "TX",
        "Status": "received",
        "synthetic": "true",
        "Contact": NAME,
    }
    path = write_jsonl(tmp_path / "log.jsonl", [named])
    assert (await load_file(empty, REQUESTS, path, LoadOptions(quarantine=tmp_path))).counts.created == 1
    twice = write_jsonl(tmp_path / "twice.jsonl", [named | {"Agency": "Houston PD"}])
    report = await load_file(empty, REQUESTS, twice, LoadOptions(quarantine=tmp_path))
    assert report.status is RunStatus.DONE
    assert report.problems == {("INCONSISTENT", "jurisdiction"): 1}


async def test_a_file_that_is_not_there_is_refused(graph: Database, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"nothing\.csv: cannot be read"):
        await load_file(graph, REQUESTS, tmp_path / "nothing.csv", LoadOptions(quarantine=tmp_path))
