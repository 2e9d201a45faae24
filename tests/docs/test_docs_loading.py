"""docs/loading.md: its `loader.toml` is valid, and the example script writes a log that has no bad row."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from loaders.bundled.resolver import bundled_resolver
from loaders.pipeline.duplicates import DuplicateIndex
from loaders.pipeline.labels import Labels
from loaders.pipeline.placement import Placement
from loaders.pipeline.row_checker import RowChecker
from loaders.pipeline.source_reader import SourceReader
from loaders.sources.loader_toml import NAME, LoaderToml
from loaders.sources.requests.source import REQUESTS

DOCS = Path(__file__).parents[2] / "docs"
SCRIPT = DOCS / "examples" / "tickets_to_jsonl.py"
PAGE = (DOCS / "loading.md").read_text(encoding="utf-8")
TICKETS = """
CREATE TABLE agency (id INTEGER PRIMARY KEY, city TEXT, state TEXT);
CREATE TABLE ticket (id INTEGER PRIMARY KEY, number TEXT, queue TEXT, opened_at TEXT, changed_at TEXT,
                     state TEXT, agency INTEGER, contact TEXT);
CREATE TABLE category (ticket INTEGER, name TEXT);
INSERT INTO agency VALUES (1, 'Athens', 'OH'), (2, 'Houston', 'TX');
INSERT INTO ticket VALUES
  (1, 'T-1', 'Technical assistance', '2025-03-14 09:00:00', '2025-03-20 10:00', 'Received', 1, 'Jane Roe'),
  (2, 'T-2', 'Technical assistance', '2025-04-01 09:00:00', '2025-04-01', 'In progress', 2, 'Jane Roe'),
  (3, 'T-3', 'Payroll', '2025-04-01 09:00:00', '2025-04-01', 'Received', 2, 'Jane Roe');
INSERT INTO category VALUES (1, 'Co-responder team'), (1, 'model:cit');
"""


@pytest.mark.parametrize("block", ["loader.toml", "fetch"])
def test_a_loader_toml_of_the_page_is_valid(tmp_path: Path, block: str) -> None:
    [text] = re.findall(rf"<!-- {re.escape(block)} -->\n```toml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / NAME).write_text(text, encoding="utf-8")
    assert LoaderToml.of(tmp_path).model_fields_set


def test_tickets_of_a_database_become_a_request_log_without_contacts(tmp_path: Path) -> None:
    database, log = tmp_path / "tickets.sqlite", tmp_path / "requests-tickets.jsonl"
    with sqlite3.connect(database) as connection:
        connection.executescript(TICKETS)
    log.write_text("of the night before")
    done = subprocess.run([sys.executable, SCRIPT, database, log], capture_output=True, text=True, check=True)
    assert done.stdout == "2 rows\n"
    assert "Jane" not in log.read_text()
    labels = Labels([("model:co-responder", "Co-responder team"), ("model:cit", "CIT")])
    checker = RowChecker(REQUESTS, Placement(bundled_resolver), DuplicateIndex(), 0, labels)
    checked = list(checker.check(SourceReader(REQUESTS, log)))
    assert [each.problems for each in checked] == [(), ()]
    rows = [each.row for each in checked if each.row is not None]
    assert [row["key"] for row in rows] == ["request:T-1", "request:T-2"]
    assert rows[0]["models"] == ["model:cit", "model:co-responder"]
