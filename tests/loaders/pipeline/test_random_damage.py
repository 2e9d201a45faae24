"""Good logs with random damage: each row is written or quarantined, and no damage reaches a row beside it.

`make fuzz` draws others each time; `SEED=…` replays them, and pytest's `-k '[57]'` one alone.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import zipfile
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
import xlsxwriter
from graph_answers import asked

from domain.vocabulary import RunStatus
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement
from loaders.pipeline.load_file import load_file
from loaders.pipeline.load_options import LoadOptions
from loaders.sources.requests.source import REQUESTS

LOGS = int(os.environ.get("FUZZ_LOGS", "32"))
SEED = os.environ.get("SEED", "0")
ROWS = 12
COLUMNS: Final = (
    *("request_id", "narrative", "month", "jurisdiction", "jurisdiction_type"),
    *("state", "status", "contact", "synthetic", "topics"),
)
"""Two of them are never read, and the last may be empty."""
NARRATIVES: Final = (
    *(
        "",
        "plain",
        "a, b; c|d\te",
        'said "no"',
        "two\nlines",
        "Doña Ana",
        "#N/A",
        "=1+1",
        " ",
        "ends with \\",
    ),
    *('"', "1,2,3,4,5\n6,7", "x" * 3000, "😀", "'", "a\r\nb\r\nc"),
)
NOISE: Final = (
    *('"', '""', '","', "\udcff", "\0", "\x1a", "#N/A", "{", "]", "\\", "\t", "\u2028", "é", "0"),
    *(",", ";", ""),
)
"""What is put into the middle of a row: `\\udcff` becomes the byte 0xff."""
CLEAN_UP = Statement("clean-up", "CYPHER 25 MATCH (r:Request) DETACH DELETE r")


@dataclass
class Log:
    """A log on its way from good to damaged. Each of `lines` is the header or a row, whatever ends it has."""

    kind: str
    ids: list[str]
    table: list[list[str]]
    lines: list[str]
    end: str = "\n"
    encoding: str = "utf-8"
    struck: set[int] = field(default_factory=set)
    """Numbers of the rows that are no longer as they were; `lost` is how many of them are part of another."""
    lost: int = 0
    may_fail: bool = False
    """Whether so much is wrong that the file may end early, or at once; `must_fail` has the same for sure."""
    must_fail: bool = False


Damage = Callable[[random.Random, Log], None]


def good(chance: random.Random) -> Log:
    """A log as any program may write it."""
    ids = [f"fuzz-{chance.randrange(10**9):09}-{number}" for number in range(ROWS)]
    place = ["2024-05", "Houston, TX", "city", "TX", "received"]
    table = [[each, chance.choice(NARRATIVES), *place, "", "true", "topic:rural"] for each in ids]
    for row in table:
        row[-3:] = chance.choice((row[-3:], ["pat@example.org", "true", ""]))
    kind = chance.choice((".csv", ".csv", ".csv", ".tsv", ".jsonl", ".json", ".xlsx"))
    log = Log(kind, ids, table, [], chance.choice(("\n", "\r\n", "\r")))
    log.encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16"))
    if kind in (".jsonl", ".json"):
        objects = [dict(zip(COLUMNS, row, strict=True)) for row in table]
        log.lines = [json.dumps(each, ensure_ascii=chance.random() < 0.5) for each in objects]
        log.lines = [*log.lines] if kind == ".jsonl" else [f"{each}," for each in log.lines]
        return log
    delimiter = "\t" if kind == ".tsv" else chance.choice(",;|\t")
    quoting = chance.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    for row in [COLUMNS, *table]:
        text = io.StringIO()
        csv.writer(text, delimiter=delimiter, quoting=quoting).writerow(row)
        log.lines.append(text.getvalue().removesuffix("\r\n"))
    return log


def noise(chance: random.Random, log: Log) -> None:
    """Something that does not belong there, or something gone, in the middle of a row."""
    number = chance.randrange(ROWS)
    line = number + (log.kind in (".csv", ".tsv"))
    text = log.lines[line]
    at = chance.randrange(len(text) + 1)
    log.lines[line] = text[:at] + chance.choice(NOISE) + text[at + chance.choice((0, 0, 1, 3)) :]
    log.struck.add(number)
    log.may_fail |= log.kind == ".json" or log.encoding == "utf-16"


def cells(chance: random.Random, log: Log) -> None:
    """Cells that are gone, or too many, at the end of a row; of a workbook an error, too."""
    number = chance.randrange(ROWS)
    log.struck.add(number)
    row, mark = log.table[number], chance.choice((",", ";", "\t", "|"))
    row[chance.randrange(1, len(row))] = chance.choice(("", "#DIV/0!", "2024-13", "_x000D_"))
    if chance.random() < 0.5:
        row += ["", "", "beside the table"]
    if log.kind in (".csv", ".tsv"):
        text = log.lines[number + 1]
        log.lines[number + 1] = chance.choice(
            (text + mark * 3, text + f"{mark}more", text.rpartition(mark)[0] or text)
        )


def line_ends(chance: random.Random, log: Log) -> None:
    """Two rows on one line, or one on two."""
    if log.kind not in (".csv", ".tsv", ".jsonl"):
        return
    number = chance.randrange(ROWS - 1)
    line = number + (log.kind != ".jsonl")
    log.struck.add(number)
    if chance.random() < 0.5 and number + 1 not in log.struck:
        log.struck.add(number + 1)
        log.lost += 1
        log.lines[line : line + 2] = [log.lines[line] + log.lines[line + 1], ""]
    else:
        at = chance.randrange(1, len(log.lines[line]))
        log.lines[line] = log.lines[line][:at] + log.end + log.lines[line][at:]


def edges(chance: random.Random, log: Log) -> None:
    """Blank lines, the mark of the end of a file, columns without a name."""
    if log.kind in (".csv", ".tsv") and chance.random() < 0.5:
        mark = next((mark for mark in "\t;|," if mark in log.lines[0]), ",")
        log.lines[0] += mark * chance.randrange(3)
    if log.kind != ".json":
        log.lines.insert(chance.randrange(len(log.lines)) if log.kind == ".jsonl" else 0, "")
    log.lines.append("\x1a")


DAMAGES: Final[tuple[Damage, ...]] = (noise, noise, noise, cells, line_ends)


def content_of(chance: random.Random, log: Log, path: Path) -> Path:
    """Writes the log, packed or not."""
    if log.kind == ".xlsx":
        with xlsxwriter.Workbook(path.with_suffix(".xlsx")) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate([list(COLUMNS), *log.table]):
                for column, cell in enumerate(row):
                    if cell == "#DIV/0!":
                        sheet.write_formula(number, column, "=1/0", None, cell)
                    else:
                        sheet.write_string(number, column, cell)
        content = path.with_suffix(".xlsx").read_bytes()
    else:
        text = log.end.join(log.lines)
        if log.kind == ".json":
            text = f"[{text.replace(chr(26), '').rstrip().removesuffix(',')}]{log.end}"
        utf_16 = log.encoding == "utf-16"
        content = text.encode(log.encoding, "surrogatepass" if utf_16 else "surrogateescape")
    packing = chance.choice(("", "", ".gz", ".zip", "only .zip"))
    if packing == ".gz" and log.kind != ".xlsx":
        path, content = path.with_name(f"{path.name}{log.kind}.gz"), gzip.compress(content)
    elif "zip" in packing:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"logs/log{log.kind}", content)
            for name in chance.sample([".DS_Store", "__MACOSX/._log.csv", "Thumbs.db", "b.csv"], 2):
                archive.writestr(name, b"\0")
                log.must_fail |= name == "b.csv"
        suffix = log.kind if packing == ".zip" and log.kind != ".xlsx" else ""
        path, content = path.with_name(f"{path.name}{suffix}.zip"), packed.getvalue()
    else:
        path = path.with_name(path.name + log.kind)
    if path.suffix in (".gz", ".zip", ".xlsx") and chance.random() < 0.2:
        # Of a text that is cut off nothing tells that there was more.
        content, log.must_fail = content[: chance.randrange(len(content))], True
    path.write_bytes(content)
    return path


@pytest.fixture
async def clean(graph: Database) -> AsyncIterator[Database]:
    yield graph
    await graph.write(CLEAN_UP, {}, Deadline.after(60))


def lines_of(quarantine: str | None) -> list[str]:
    return Path(quarantine).read_text().split("\n")[:-1] if quarantine else []


@pytest.mark.parametrize("number", range(LOGS))
async def test_whatever_is_damaged_each_row_is_written_or_quarantined(
    clean: Database, tmp_path: Path, number: int
) -> None:
    chance = random.Random(f"{SEED} damage {number}")
    log = good(chance)
    for damage in chance.sample(DAMAGES, chance.randrange(4)):
        damage(chance, log)
    if chance.random() < 0.5:
        edges(chance, log)
    path = content_of(chance, log, tmp_path / "log")
    report = await load_file(clean, REQUESTS, path, LoadOptions(quarantine=tmp_path / "aside", batch=5))
    counts = report.counts
    written = {key.removeprefix("request:") for key in await asked(clean, "MATCH (r:Request) RETURN r.key")}
    aside = lines_of(report.quarantine)
    assert (counts.created, counts.quarantined) == (len(written), len(aside))
    assert counts.read == counts.created + counts.unchanged + counts.quarantined
    assert all(problem["remedy"] for line in aside for problem in json.loads(line)["_problems"])
    if report.status is RunStatus.FAILED:
        assert log.may_fail or log.must_fail, report.problem
        assert str(report.problem).startswith(path.name)
        return
    assert (report.status, log.must_fail) == (RunStatus.DONE, False)
    beside = {each for row, each in enumerate(log.ids) if row not in log.struck}
    assert beside <= written, (beside - written, aside)
    assert counts.read >= ROWS - log.lost
