"""`loader.toml` of a folder, and texts that are not UTF-8: files of offices are loaded as they come."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from uuid import uuid4

import pytest
import xlsxwriter
from processes import Command

pytestmark = pytest.mark.usefixtures("empty_quarantine")

HEADER = "request_id,month,jurisdiction,jurisdiction_type,state,status,note\n"
IDS = ("one", "two", "three")


@pytest.fixture(autouse=True)
def without_rows(delete_requests: Callable[..., None]) -> Iterator[None]:
    """The requests of a test are deleted after it."""
    yield
    delete_requests(f"toml-{name}" for name in IDS)


def row(number: str, month: str = "2024-03", place: str = "Athens", status: str = "received") -> str:
    return f"toml-{number},{month},{place},city,OH,{status},{uuid4()}\n"


def describe(folder: Path, text: str) -> None:
    (folder / "loader.toml").write_text(dedent(text), encoding="utf-8")


def report_of(night: subprocess.CompletedProcess[str], name: str) -> dict[str, object]:
    [found] = [each for each in json.loads(night.stdout) if each["file"] == name]
    return dict(found)


def test_headings_values_and_dates_are_those_of_the_folder(command: Command, folder: Path) -> None:
    describe(
        folder,
        """
        date_order = "day-first"
        [headings]
        "Wer fragt" = "jurisdiction"
        [values.status]
        "Fini" = "completed"
        "-" = ""
        [[files]]
        names = ["Eingang*.csv"]
        source = "requests"
        [files.values.jurisdiction_type]
        "Stadt" = "city"
        """,
    )
    (folder / "eingang 1.csv").write_text(
        "request_id,month,Wer fragt,jurisdiction_type,state,status,zip\n"
        "toml-one,3/4/2024,Athens,Stadt,Ohio, fini ,45701\n"
        "toml-two,3/4/2024,Athens,Stadt,Ohio,-,45701\n"
    )
    night = command("nightly", str(folder), "--json")
    assert night.returncode == 3
    found = report_of(night, "eingang 1.csv")
    assert (found["created"], found["problems"]) == (1, [{"code": "MISSING", "field": "status", "rows": 1}])
    [bad] = [json.loads(line) for line in Path(str(found["quarantine"])).read_text().splitlines()]
    assert bad["month"] == "2024-04-03"  # so that the row can be loaded from there


def test_a_pattern_says_what_a_file_is_and_which_sheet_is_read(command: Command, folder: Path) -> None:
    describe(
        folder,
        """
        [[files]]
        names = "Sites of partners*"
        source = "partner-agencies"
        sheet = "2024"
        """,
    )
    with xlsxwriter.Workbook(folder / "Sites of partners.xlsx") as book:
        for name in ("2023", "2024"):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, ["key", "name", "kind", "sites", "deleted"])
            sheet.write_row(1, 0, [f"partner:toml-{name}", "Test", "Hospital", "site:houston-pd", ""])
            sheet.write_row(2, 0, [f"partner:toml-{name}-gone", "", "", "", "true"])
    found = report_of(command("nightly", str(folder), "--json"), "Sites of partners.xlsx")
    assert (found["source"], found["created"], found["read"]) == ("partner-agencies", 1, 2)
    gone = folder.parent / "partners.csv"
    gone.write_text("key,deleted\npartner:toml-2024,true\n")
    assert "1 deleted" in command("load", "partner-agencies", str(gone)).stderr


def test_load_reads_a_file_as_its_folder_says_and_an_option_counts_more(
    command: Command, folder: Path
) -> None:
    describe(folder, 'encoding = "cp1252"\n')
    log = folder / "log.csv"
    log.write_bytes((HEADER + row("one", place="Do\N{LATIN SMALL LETTER N WITH TILDE}a Ana")).encode("utf-8"))
    done = command("load", "requests", str(log), "--json", "--dry-run")
    assert json.loads(done.stdout)[str(log)]["encoding"] is None  # somebody said so
    assert json.loads(done.stdout)[str(log)]["created"] == 1
    done = command("load", "requests", str(log), "--json", "--dry-run", "--encoding", "utf-8")
    assert done.returncode == 0


WRONG = {
    'encodng = "cp1252"': "unknown key 'encodng', did you mean encoding?",
    'encoding = "latin9"': "encoding: got 'latin9'; write utf-8 or cp1252",
    "most_bad = 2": "most_bad: got '2'; write a share from 0 to 1",
    'most_bad = "0.5"': "most_bad: got '0.5'",
    'date_order = "dmy"': "date_order: got 'dmy'; write month-first or day-first",
    'headings = "a"': "headings: got 'a'; write a table",
    '[headings]\nWho = "jurisdction"': "headings: unknown field 'jurisdction', did you mean jurisdiction?",
    "[values.state]\nA = 1": "values: got '1'",
    '[values.stat]\nA = "TX"': "values: unknown field 'stat', did you mean state?",
    '[[files]]\nsource = "requests"': "files 1: names: is missing; write a pattern",
    '[[files]]\nnames = "a"\nsource = "request"': "files 1: source: got 'request'; write one of",
    '[[files]]\nnames = "a"\nsheets = "b"': "files 1: unknown key 'sheets', did you mean sheet?",
    '[[files]]\nnames = "a"\nsource = "topics"\nheadings = {X = "state"}': "headings: unknown field 'state'",
    "encoding = ": "not TOML",
    'files = "a"': "files: got 'a'",
    "files = [5]": "files: got '5'; write a list of tables, [[files]]",
    '[[fetch]]\naddress = "http://a.example/b"': "fetch 1: address: got 'http://a.example/b'; write an",
    '[[fetch]]\nname = "b.csv"': "fetch 1: address: is missing; write an address that begins with https://",
    '[[fetch]]\naddress = "https://a.example/"': "fetch 1: name: got ''; write the name that the file gets",
    '[[fetch]]\naddress = "https://a.example/b"\nsha265 = "a"': "unknown key 'sha265', did you mean sha256?",
    '[[fetch]]\naddress = "https://a.example/b.csv"\n' * 2: "fetch: two files would be 'b.csv'",
}


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_loader_toml_is_named_with_its_key_and_nothing_is_loaded(
    command: Command, folder: Path, text: str
) -> None:
    describe(folder, text)
    (folder / "log.csv").write_text(HEADER + row("one"))
    for arguments in (("nightly", str(folder)), ("load", "requests", str(folder / "log.csv"))):
        done = command(*arguments)
        assert done.returncode == 2
        assert f"error [SETTING_INVALID]: {folder / 'loader.toml'}: " in done.stderr
        assert WRONG[text] in done.stderr
        assert "rows read" not in done.stderr
        assert done.stderr.rstrip().endswith(".")


def test_what_is_not_utf_8_is_read_as_windows_writes_it_and_the_report_says_so(
    command: Command, folder: Path
) -> None:
    (folder / "windows.csv").write_bytes(
        (HEADER + row("one", place="Nowhere Caf\N{LATIN SMALL LETTER E WITH ACUTE}")).encode("cp1252")
    )
    (folder / "utf-8.csv").write_bytes(
        (HEADER + row("two", place="Nowhere Caf\N{LATIN SMALL LETTER E WITH ACUTE}")).encode()
    )
    damaged = (HEADER + row("three", place="Atl\N{LATIN SMALL LETTER A WITH ACUTE}n\N{EURO SIGN}")).encode()
    (folder / "damaged.csv").write_bytes(damaged.replace(b"Atl", b"Atl\xff"))
    night = command("nightly", str(folder), "--json")
    assert report_of(night, "windows.csv")["encoding"] == "cp1252"
    assert report_of(night, "windows.csv")["created"] == 1
    assert report_of(night, "utf-8.csv")["encoding"] is None
    assert report_of(night, "damaged.csv")["quarantined"] == 1
    shown = command("nightly", str(folder)).stderr
    assert "windows.csv: 1 rows read, nothing changed. It is not UTF-8 and was read as cp1252" in shown
