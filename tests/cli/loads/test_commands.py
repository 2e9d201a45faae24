"""The commands for scripts: what they print, what they change, how they end.

Most run in the process of the tests; a load and a night that end with a code of their own, and the database
itself, are processes as a scheduler starts them.
"""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from processes import Command


@pytest.mark.slow
def test_reference_data_that_is_there_changes_nothing(command: Command) -> None:
    again = command("load", "reference", "--json")
    assert again.returncode == 0
    counts = json.loads(again.stdout)
    places = {"jurisdictions", "adjacency", "law-enforcement-agencies"}
    assert counts.keys() == {"program-models", "topics", *places, "sites", "similarity"}
    assert all(each["created"] == each["updated"] == 0 < each["unchanged"] for each in counts.values())


@pytest.mark.slow
def test_all_lists_of_similarity_are_computed_when_that_is_said(command: Command) -> None:
    full = json.loads(command("similarity", "--full", "--json").stdout)
    assert full["mode"] == "full"
    assert full["computed"] == full["counts"]["unchanged"] > 24_000
    assert full["counts"]["created"] == full["counts"]["updated"] == 0
    assert full["edges"] > 25 * 24_000


def test_a_log_loads_once_and_its_removal_takes_all_of_it(command: Command, log: Path) -> None:
    first = command("load", "requests", str(log), "--json")
    unplaced = sum('"jurisdiction_type":"tribal"' in line for line in log.read_text().splitlines())
    placed = {"unknown": unplaced} if unplaced else {}
    report = json.loads(first.stdout)[str(log)]
    assert (report["status"], report["created"], report["read"], report["quarantined"]) == ("DONE", 60, 60, 0)
    assert report["placed"] == placed
    assert "nothing changed" in command("load", "requests", str(log)).stderr
    assert "synthetic requests removed" in command("generate", "remove").stdout
    assert command("generate", "remove").stdout.startswith("0 ")


def test_a_log_without_keys_makes_the_graph_of_one_with_keys(command: Command, tmp_path: Path) -> None:
    row = '"month":"2024-03","state":"TX","status":"received","synthetic":true'
    keyed, named = tmp_path / "keyed.jsonl", tmp_path / "named.jsonl"
    keyed.write_text(
        f'{{"request_id":"place-1","jurisdiction":"Houston, TX","jurisdiction_type":"city",{row},'
        '"jurisdiction_key":["us-place:4699066"]}\n'
    )
    named.write_text(
        f'{{"request_id":"place-1","jurisdiction":"Houston, City of","jurisdiction_type":"city",{row}}}\n'
    )
    assert command("load", "requests", str(keyed)).returncode == 0
    again = command("load", "requests", str(named), "--json")
    report = json.loads(again.stdout)[str(named)]
    assert (report["unchanged"], report["read"], report["placed"]) == (1, 1, {"name": 1})
    assert "1 were placed (1 by name)" in command("load", "requests", str(named)).stderr
    assert command("generate", "remove").stdout.startswith("1 ")


def test_a_log_with_zip_codes_and_no_names_is_placed_by_them(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "by-zip.csv"
    cells = [
        ("city", "VT", "05401"),
        ("county", "VT", "05401-1234"),
        ("city", "PR", "00601"),
        ("city", "VT", "99999"),  # unknown: a request without a place
        ("city", "FL", "33139"),
        ("city", "TX", "05401"),
        ("city", "VT", "5401"),
        ("city", "VT", ""),
    ]
    lines = [f"zip-{n},2024-03,{','.join(each)},received,true\n" for n, each in enumerate(cells)]
    path.write_text("".join(["request_id,month,jurisdiction_type,state,ZIP Code,status,synthetic\n", *lines]))
    loaded = command("load", "requests", str(path), "--json")
    report = json.loads(loaded.stdout)[str(path)]
    assert (report["created"], report["quarantined"]) == (4, 4)
    assert report["placed"] == {"zip": 3, "ambiguous": 2, "unknown": 1}
    waiting = Path(report["quarantine"])
    problems = [json.loads(line)["_problems"][0] for line in waiting.read_text().splitlines()]
    assert [(each["code"], each["field"]) for each in problems] == [
        ("AMBIGUOUS", "jurisdiction"),
        ("AMBIGUOUS", "jurisdiction"),
        ("INVALID", "zip"),
        ("MISSING", "jurisdiction"),
    ]
    for candidate in (
        "us-place:4164138, Miami, FL (Miami-Dade County, ",
        "us-place:4164143, Miami Beach, FL",
    ):
        assert candidate in problems[0]["reason"]
    assert "the ZIP code 05401 is in VT, the state is TX; fix one of them" in problems[1]["reason"]
    assert "5 digits with leading zeros" in problems[2]["remedy"]
    assert command("generate", "remove").returncode == 0
    waiting.unlink()


def test_a_log_with_neither_names_nor_zip_codes_is_refused(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "nowhere.csv"
    path.write_text("request_id,month,jurisdiction_type,state,status\na,2024-03,city,VT,received\n")
    refused = command("load", "requests", str(path))
    assert refused.returncode == 1
    assert "missing column jurisdiction; add it to the header" in refused.stderr


def test_a_broken_row_is_quarantined_and_loaded_once_it_is_fixed(
    command: Command, learning_sites: Command, home: Path, log: Path, tmp_path: Path
) -> None:
    rows = log.read_text().splitlines()
    rows[2] = rows[2].replace('"month":"', '"month":"x')
    broken = tmp_path / "broken.jsonl"
    broken.write_text("\n".join(rows) + "\n")
    tried = command("load", "requests", str(broken), "--dry-run")
    assert tried.returncode == 3
    assert "Dry run, nothing written: 60 rows read: 59 created" in tried.stderr
    loaded = learning_sites("load", "requests", str(broken), "--json")
    assert loaded.returncode == 3
    report = json.loads(loaded.stdout)[str(broken)]
    assert (report["created"], report["quarantined"]) == (59, 1)
    assert report["problems"] == [{"code": "INVALID", "field": "month", "rows": 1}]
    waiting = Path(report["quarantine"])
    assert waiting.parent == home / "quarantine"
    row = json.loads(waiting.read_text())
    assert row["_line"] == 3
    assert row["_problems"][0]["remedy"] == "write a month as YYYY-MM, such as 2023-05"
    waiting.write_text(waiting.read_text().replace('"month":"x', '"month":"'))
    fixed = command("load", "requests", str(waiting))
    assert fixed.returncode == 0
    assert "1 rows read: 1 created" in fixed.stderr
    shown = command("runs", report["run"], "--json")
    [run] = json.loads(shown.stdout)
    assert (run["status"], run["read"], run["quarantined"], run["file"]) == ("DONE", 60, 1, "broken.jsonl")
    assert "broken.jsonl" in command("runs", "--last", "3", COLUMNS="200").stdout
    assert command("runs", "run:never").returncode == 2
    command("generate", "remove")


def test_a_file_that_cannot_be_read_is_named_before_any_is_loaded(
    command: Command, log: Path, tmp_path: Path
) -> None:
    command("generate", "remove")
    refused = command("load", "requests", str(tmp_path / "absent.csv"), str(log))
    assert refused.returncode == 2
    assert "absent.csv: cannot be read" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert command("generate", "remove").stdout.startswith("0 ")


def test_a_sheet_of_a_workbook_loads(command: Command, log: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in log.read_text().splitlines()[:3]]
    path = tmp_path / "log.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes")
        sheet = book.add_worksheet("Log")
        for column, name in enumerate({name for row in rows for name in row}):
            cells = [row.get(name) for row in rows]
            text = [";".join(cell) if isinstance(cell, list) else cell for cell in cells]
            sheet.write_column(0, column, [name, *text])
    assert "sheet: none was given" in command("load", "requests", str(path)).stderr
    loaded = command("load", "requests", str(path), "--sheet", "Log", "--json")
    assert json.loads(loaded.stdout)[str(path)]["created"] == 3
    command("generate", "remove")


def test_a_night_loads_what_it_can_and_names_what_it_cannot(
    command: Command, log: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text(log.read_text())
    (tmp_path / "b.jsonl").write_text("{broken\n")
    (tmp_path / "notes.txt").write_text("not a log")
    (tmp_path / "~$a.xlsx").write_text("of Excel, while a.xlsx is open")
    night = command("nightly", str(tmp_path))
    assert night.returncode == 1
    assert "b.jsonl, line 1" in night.stderr
    assert "1 of 2 files loaded." in night.stderr
    assert "similarity: nothing to do" in night.stderr
    (tmp_path / "b.jsonl").unlink()
    quiet = command("nightly", str(tmp_path))
    assert quiet.returncode == 3
    assert "nothing changed" in quiet.stderr
    assert (
        "notes.txt: not loaded: files that end in .txt cannot be read; rename or convert it" in quiet.stderr
    )
    (tmp_path / "notes.txt").unlink()
    assert command("nightly", str(tmp_path)).returncode == 0


NOT_LOADED = (
    "old.xls",
    "log.ods",
    "log.tar",
    "log.7z",
    "notes.txt",
    "scan.pdf",
    "log.csv.bak",
    "log",
    "log.csv.xz",
)
SILENT = (
    ".DS_Store",
    "~$log.xlsx",
    ".~lock.log.csv#",
    "log.csv.part",
    "log.csv.tmp",
    "Thumbs.db",
    "log.csv~",
)


def test_a_night_names_every_file_that_it_cannot_load(command: Command, log: Path, tmp_path: Path) -> None:
    for name in NOT_LOADED + SILENT:
        (tmp_path / name).write_text("something")
    (tmp_path / "done").mkdir()
    none = command("nightly", str(tmp_path), COLUMNS="300")
    assert none.returncode == 1
    for name in NOT_LOADED:
        assert re.search(rf"^{re.escape(name)}: not loaded: .+; .+$", none.stderr, re.MULTILINE), name
    assert not any(f"{name}: " in none.stderr for name in SILENT)
    assert f"{len(NOT_LOADED)} files cannot be loaded" in none.stderr
    with zipfile.ZipFile(tmp_path / "requests.zip", "w") as archive:
        archive.write(log, "logs/log.jsonl")
        archive.writestr("__MACOSX/logs/._log.jsonl", b"\0")
        archive.writestr("logs/.DS_Store", b"\0")
    command("generate", "remove")
    some = command("nightly", str(tmp_path), "--json")
    assert some.returncode == 3
    reports = {each["file"]: each for each in json.loads(some.stdout)}
    assert set(reports) == {"requests.zip", *NOT_LOADED}
    assert reports["requests.zip"]["created"] == reports["requests.zip"]["read"] > 0
    assert {reports[name]["status"] for name in NOT_LOADED} == {"NOT_TAKEN"}
    assert all(reports[name]["problem"] and reports[name]["read"] == 0 for name in NOT_LOADED)
    for name in NOT_LOADED:
        (tmp_path / name).unlink()
    assert command("nightly", str(tmp_path)).returncode == 0
    command("generate", "remove")


def test_a_night_takes_the_sheet_whose_headings_fit(command: Command, log: Path, tmp_path: Path) -> None:
    rows = [json.loads(line) for line in log.read_text().splitlines()[:3]]
    names = sorted({name for row in rows for name in row})
    for file, sheets in {
        "a.xlsx": ["Notes", "Log"],
        "b.xlsx": ["Log", "Log too"],
        "c.xlsx": ["Notes", "More"],
    }.items():
        with xlsxwriter.Workbook(tmp_path / file) as book:
            for title in sheets:
                sheet = book.add_worksheet(title)
                table = (
                    [[row.get(name) for name in names] for row in rows] if "Log" in title else [["of 2024"]]
                )
                for number, cells in enumerate([names if "Log" in title else ["About"], *table]):
                    sheet.write_row(number, 0, [";".join(c) if isinstance(c, list) else c for c in cells])
    command("generate", "remove")
    night = command("nightly", str(tmp_path), "--json")
    reports = {each["file"]: each for each in json.loads(night.stdout)}
    assert (reports["a.xlsx"]["created"], reports["a.xlsx"]["status"]) == (3, "DONE")
    assert "2 have the required columns" in reports["b.xlsx"]["problem"]
    assert "0 have the required columns" in reports["c.xlsx"]["problem"]
    assert night.returncode == 1
    command("generate", "remove")


def test_an_empty_file_is_reported_as_empty(
    command: Command, learning_sites: Command, tmp_path: Path
) -> None:
    for name in ("a.csv", "b.jsonl", "c.json", "d.xlsx", "e.csv.gz", "f.zip"):
        (tmp_path / name).touch()
    night = learning_sites("nightly", str(tmp_path), "--json")
    assert night.returncode == 1
    assert all("the file is empty" in each["problem"] for each in json.loads(night.stdout))


def test_migrations_are_applied_once(command: Command) -> None:
    assert command("migrate").stdout == "Nothing to apply.\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("load", "weather"), "SOURCE"),
        (("load", "requests"), "at least one file"),
        (("load", "reference", "a.csv"), "no file"),
        (("load", "requests", "log.txt"), "log.txt"),
        (("load", "requests", "log.csv", "--encoding", "rot13"), "encoding"),
        (("load", "reference", "--sheet", "A"), "SHEET"),
        (("nightly", "nowhere"), "nowhere"),
        (("database", "start"), "INSTANCE_RUNNING"),
    ],
)
def test_wrong_use_is_one_line_and_status_2(command: Command, arguments: tuple[str, ...], said: str) -> None:
    refused = command(*arguments)
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert said in refused.stderr


def test_a_complete_log_deletes_what_it_no_longer_names(command: Command, log: Path, tmp_path: Path) -> None:
    assert command("generate", "remove").returncode == 0
    assert command("load", "requests", str(log)).returncode == 0
    lines = log.read_text().splitlines(keepends=True)
    most, few = tmp_path / "most.jsonl", tmp_path / "few.jsonl"
    most.write_text("".join(lines[:50]))
    few.write_text("".join(lines[:5]))
    tried = command("load", "requests", str(most), "--complete", "--dry-run")
    assert "10 would be deleted unless in use" in tried.stderr
    assert "10 deleted" in command("load", "requests", str(most), "--complete").stderr
    refused = command("load", "requests", str(few), "--complete")
    assert refused.returncode == 1
    assert "45 of 50 in the graph are in none of these files" in refused.stderr
    assert command("generate", "remove").stdout.startswith("50 ")
    assert command("load", "horses", str(most)).returncode == 2


def test_a_complete_source_deletes_nothing_while_a_row_is_quarantined_also_one_that_is_known(
    command: Command, log: Path, tmp_path: Path
) -> None:
    path = tmp_path / "complete.jsonl"
    *good, last = log.read_text().splitlines(keepends=True)[:20]
    path.write_text("".join([*good, last]))
    assert command("load", "requests", str(path)).returncode == 0
    path.write_text("".join([*good, json.dumps(json.loads(last) | {"status": "lost"})]))
    assert [command("load", "requests", str(path)).returncode for _ in range(2)] == [3, 0]
    for dry_run in ([], ["--dry-run"]):
        refused = command("load", "requests", str(path), "--complete", *dry_run)
        assert refused.returncode == 1
        assert "not every row of the files could be loaded (1 quarantined)" in refused.stderr
    assert command("generate", "remove").stdout.startswith("20 ")


def test_complete_files_of_jurisdictions_delete_those_of_files_and_bring_the_lists_up_to_date(
    command: Command, tmp_path: Path
) -> None:
    keys = [f"us-township:test-{number}" for number in range(3)]
    rows = [f"{key},Test {key[-1]} Township,PA,42001,5800,2020\n" for key in keys]
    path, gone = tmp_path / "all.csv", tmp_path / "gone.csv"
    path.write_text("key,name,state,counties,people,year\n" + "".join(rows))
    assert "3 created" in command("load", "jurisdictions", str(path)).stderr
    path.write_text("key,name,state,counties,people,year\n" + "".join(rows[1:]))
    swept = command("load", "jurisdictions", str(path), "--complete")
    assert swept.returncode == 0, swept.stderr
    assert "Not in these files: 1 deleted, 0 stay because they are in use." in swept.stderr
    assert "lists computed" in swept.stderr
    gone.write_text("key,deleted\n" + "".join(f"{key},true\n" for key in keys))
    deleted = command("load", "jurisdictions", str(gone))
    assert "2 deleted, 1 unchanged" in deleted.stderr
    assert "lists computed" in deleted.stderr
    assert "nothing to do" in command("similarity").stdout


def test_a_night_knows_sources_by_the_names_of_files_and_twice_is_once(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "topics.csv").write_text("Key,Topic,About\ntopic:test-night,Night,Nights.\n")
    first = tmp_path / "2025-a.jsonl"  # a log of its own: that of the other tests has deleted rows
    drawn = ("--seed", "771", "--requests", "60", "--out", str(first))
    assert command("generate", "requests", *drawn).returncode == 0
    (tmp_path / "2025-b.jsonl").write_text(first.read_text().splitlines()[0] + "\n")
    for created in (1, 0):
        night = command("nightly", str(tmp_path), "--json")
        assert night.returncode == 0, night.stderr
        reports = {each["file"]: each for each in json.loads(night.stdout)}
        assert reports["topics.csv"]["source"] == "topics"
        assert reports["topics.csv"]["created"] == created
        assert reports["2025-b.jsonl"]["created"] == created
        assert (reports["2025-a.jsonl"]["created"], reports["2025-a.jsonl"]["superseded"]) == (
            59 * created,
            1,
        )
    (tmp_path / "topics.csv").write_text("key,deleted\ntopic:test-night,true\n")
    assert command("load", "topics", str(tmp_path / "topics.csv"), "--json").returncode == 0
    assert command("generate", "remove").stdout.startswith("60 ")


def test_names_are_kept_and_personal_data_of_texts_counted_by_field(command: Command, tmp_path: Path) -> None:
    partners = tmp_path / "partners.csv"
    partners.write_text(
        "key,name,kind,sites\n"
        "partner:cli-rivers,3 Rivers Drug Court,COURT,site:houston-pd\n"
        "partner:cli-division,Division 30 Mental Health Court,COURT,site:houston-pd\n"
        "partner:cli-mail,pat＠example.org,NGO,site:houston-pd\n",
        encoding="utf-8",
    )
    loaded = command("load", "partner-agencies", str(partners), "--json")
    assert loaded.returncode == 3
    report = json.loads(loaded.stdout)[str(partners)]
    assert (report["created"], report["redacted"]) == (2, {})
    assert report["problems"] == [{"code": "PERSONAL_DATA", "field": "name", "rows": 1}]
    topics = tmp_path / "topics.jsonl"
    text = "Ask Chief José Ávila, 555–123–4567."
    topics.write_text(
        json.dumps({"key": "topic:cli-ois", "name": "Officer Involved Shooting", "description": text}),
        encoding="utf-8",
    )
    assert command("load", "topics", str(topics), "--dry-run", "--json").returncode == 0
    loaded = command("load", "topics", str(topics))
    assert loaded.returncode == 0
    assert "1 created" in loaded.stderr
    assert "Personal data removed from: 1 × description." in loaded.stderr
    [run] = json.loads(command("runs", "--last", "1", "--json").stdout)
    assert (run["source"], run["redacted"]) == ("topics", 1)
    for path, key in (
        (partners, "partner:cli-rivers"),
        (partners, "partner:cli-division"),
        (topics, "topic:cli-ois"),
    ):
        gone = tmp_path / f"{path.stem}-gone.jsonl"
        gone.write_text(json.dumps({"key": key, "deleted": True}))
        source = "topics" if path is topics else "partner-agencies"
        assert command("load", source, str(gone)).returncode == 0
