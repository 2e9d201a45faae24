"""What is reported of a night: a summary for a person, a file for programs, a webhook, metrics."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from processes import Command, environment

from cli.night.summary import MAX_LINES, Section, fitted
from cli.night.webhook import PAUSES_S

HEADER = "request_id,month,jurisdiction,jurisdiction_type,state,status,synthetic\n"
GOOD, BAD = "2024-03", "2024-13"
URL = "LEARNING_SITES_WEBHOOK_URL"


@pytest.fixture
def folder(folder: Path, empty_quarantine: None, without_synthetic: None) -> Path:
    """Its logs are loaded over an empty quarantine."""
    return folder


def log(path: Path, *months: str) -> Path:
    rows = (f"r-{path.stem}-{n},{month},Athens,city,OH,received,true\n" for n, month in enumerate(months))
    path.write_text(HEADER + "".join(rows))
    return path


def broken(path: Path) -> Path:
    path.write_text("month\n2024-03\n")
    return path


@contextmanager
def webhook(*statuses: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that answers with these statuses, then with the last one; its URL, and the bodies it got."""
    bodies, left = list[dict[str, Any]](), list(statuses)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            self.send_response(left.pop(0) if len(left) > 1 else left[0])
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hooks/very-secret-token", bodies
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_summary_has_failures_first_then_what_is_new_then_the_rest(
    command: Command, folder: Path
) -> None:
    log(folder / "good.csv", GOOD)
    log(folder / "new.csv", GOOD, BAD, BAD)
    broken(folder / "broken.csv")
    (folder / "old.xls").touch()
    (folder / ".hidden").touch()
    night = command("nightly", str(folder))
    assert night.returncode == 1
    lines = night.stderr.splitlines()
    begin = next(n for n, line in enumerate(lines) if "files loaded." in line)
    assert lines[begin] == (
        "2 of 3 files loaded. To look at: 1 file FAILED, 2 rows new in quarantine, 1 file cannot be loaded."
    )
    starts = ("broken.csv: FAILED: ", "new.csv: 2 rows new in quarantine: 2 × month invalid; lines 3, 4.")
    starts += (
        "old.xls: not loaded: ",
        "Left out, hidden: .hidden",
        "good.csv: 1 rows read",
        "new.csv: 3 rows read",
    )
    assert len(lines[begin + 1 :]) == len(starts)
    for line, start in zip(lines[begin + 1 :], starts, strict=True):
        assert line.startswith(start)


def test_the_summary_of_a_folder_of_many_files_fits_on_a_screen(command: Command, folder: Path) -> None:
    for n in range(25):
        log(folder / f"good-{n}.csv", GOOD)
        (folder / f"old-{n}.xls").touch()
    broken(folder / "z-broken.csv")
    lines = command("nightly", str(folder)).stderr.splitlines()
    begin = next(n for n, line in enumerate(lines) if "files loaded." in line)
    assert len(lines) - begin == MAX_LINES
    assert lines[begin + 1].startswith("z-broken.csv: FAILED: ")
    assert lines[-2].startswith("… and ")
    assert lines[-2].endswith(" more files were not loaded or moved.")
    assert lines[-1] == "… and 25 more files loaded: `learning-sites runs`."


@pytest.mark.parametrize("most", [5, 8, 19])
@pytest.mark.parametrize("numbers", [(0, 0, 0), (1, 0, 40), (40, 40, 40), (2, 3, 0), (30, 1, 1), (1, 1, 30)])
def test_sections_share_the_room_and_none_is_silent(numbers: tuple[int, ...], most: int) -> None:
    sections = [
        Section([f"{name}{n}" for n in range(number)], name)
        for name, number in zip("abc", numbers, strict=True)
    ]
    found = list(fitted(sections, most))
    assert len(found) <= most
    shown = 0
    for name, number in zip("abc", numbers, strict=True):
        own = [line for line in found if line.startswith(name)]
        more = [line for line in found if line.endswith(f" more {name}.")]
        hidden = int(more[0].split()[2]) if more else 0
        assert len(own) + hidden == number
        shown += len(own) + len(more)
    assert shown == len(found)


def test_the_report_is_a_file_of_documented_fields(command: Command, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "night.json"
    log(folder / "new.csv", GOOD, BAD)
    (folder / "old.xls").touch()
    (folder / ".hidden").touch()
    assert command("nightly", str(folder), "--report", str(path)).returncode == 3
    report = json.loads(path.read_text())
    assert (report["schema"], report["exit_code"], report["error"]) == (1, 3, None)
    assert report["counts"] == {
        "loaded": 1, "failed": 0, "not_fetched": 0, "not_taken": 1, "waiting": 0,
        "read": 2, "created": 1, "updated": 0, "deleted": 0, "unchanged": 0, "quarantined": 1, "new": 1,
    }  # fmt: skip
    assert {each["file"]: each["status"] for each in report["files"]} == {
        "new.csv": "DONE",
        "old.xls": "NOT_TAKEN",
    }
    assert report["left_out"] == {"hidden": [".hidden"]}
    [entry] = report["quarantine"].pop("entries")
    assert report["quarantine"] == {"new": 1, "waiting": 1, "fixed": 0, "dismissed": 0}
    assert (entry["file"], entry["line"], entry["problems"]) == (
        "new.csv",
        3,
        [{"code": "INVALID", "field": "month"}],
    )
    assert report["unplaced"] == {"names": 0, "rows": 0}
    assert report["ended_at"] > report["started_at"]
    assert [each.name for each in tmp_path.iterdir() if "night.json" in each.name] == ["night.json"]
    documented = (Path(__file__).parents[3] / "docs" / "operations.md").read_text()
    fields = {*report, *report["counts"], *report["quarantine"], *report["files"][0]} - {"entries"}
    assert {field for field in fields if f"`{field}`" not in documented} == set()


def test_the_report_is_written_also_when_the_night_fails(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "night.json"
    for more, code in (
        ({}, "NOTHING_TO_LOAD"),
        ({"NEO4J_URI": "bolt://127.0.0.1:9", "NEO4J_PASSWORD": "x"}, "UNAVAILABLE"),
    ):
        path.unlink(missing_ok=True)
        assert command("nightly", str(folder), "--report", str(path), **more).returncode == 1
        report = json.loads(path.read_text())
        assert (report["exit_code"], report["error"]["code"]) == (1, code)


def test_a_report_that_cannot_be_written_is_refused_before_the_night(
    command: Command, folder: Path, tmp_path: Path
) -> None:
    for path in (tmp_path, tmp_path / "absent" / "night.json"):
        refused = command("nightly", str(folder), "--report", str(path))
        assert refused.returncode == 2
        assert "--report: " in refused.stderr


def test_a_webhook_gets_a_night_that_needs_a_person_and_no_secret(
    command: Command, home: Path, folder: Path
) -> None:
    log(folder / "log.csv", GOOD)
    with webhook(200) as (url, bodies):
        assert command("nightly", str(folder), **{URL: url}).returncode == 0
        assert bodies == []
        log(folder / "log.csv", GOOD, "2024-99")
        night = command("nightly", str(folder), **{URL: url})
    assert night.returncode == 3
    [body] = bodies
    assert (body["event"], body["schema"], body["exit_code"], body["error"]) == ("nightly", 1, 3, None)
    assert "log.csv: 1 row new in quarantine: 1 × month invalid; lines 3." in body["text"]
    sent = json.dumps(body)
    for secret in (
        "2024-99",
        "very-secret-token",
        str(home),
        str(folder),
        (home / "password").read_text().strip(),
    ):
        assert secret not in sent
        assert "very-secret-token" not in night.stderr


@pytest.mark.slow
def test_a_webhook_is_tried_again_and_never_changes_how_the_night_ends(
    command: Command, folder: Path
) -> None:
    broken(folder / "log.csv")
    with webhook(503, 200) as (url, bodies):
        assert command("nightly", str(folder), **{URL: url}).returncode == 1
        assert len(bodies) == 2
    with webhook(404) as (url, bodies):
        night = command("nightly", str(folder), **{URL: url})
        assert (night.returncode, len(bodies)) == (1, 1)
        assert "The webhook was not reached: status 404." in night.stderr
    with webhook(500) as (url, bodies):
        assert command("nightly", str(folder), **{URL: url}).returncode == 1
        assert len(bodies) == 1 + len(PAUSES_S)
    night = command("nightly", str(folder), **{URL: url})  # nobody listens any more
    assert night.returncode == 1
    assert "The webhook was not reached: ConnectError." in night.stderr
    assert "very-secret-token" not in night.stderr


METRICS = """
import json
from cli.session import connected
from graph.settings import Settings
from monitoring.graph_state import GraphState
with connected(Settings.read()) as session:
    state = GraphState(session.database)
    session.run(state.refresh())
    samples = [sample for family in state.collect() for sample in family.samples]
print(json.dumps({" ".join([each.name, *each.labels.values()]): each.value for each in samples}))
"""
"""What `/metrics` of a service on the same graph shows."""


def metrics(home: Path) -> dict[str, float]:
    program = [sys.executable, "-c", METRICS]
    done = subprocess.run(program, env=environment(home), capture_output=True, text=True, check=True)
    return {name.removeprefix("learning_sites_"): value for name, value in json.loads(done.stdout).items()}


def test_the_metrics_have_the_last_night(command: Command, home: Path, folder: Path) -> None:
    log(folder / "new.csv", GOOD, BAD)
    broken(folder / "broken.csv")
    (folder / "old.xls").touch()
    started = time.time()
    assert command("nightly", str(folder)).returncode == 1
    found = metrics(home)
    assert found["night_ended_timestamp_seconds"] > started
    assert found["night_seconds"] > 0
    assert found["night_exit_code"] == 1
    statuses = ("loaded", "failed", "not_taken", "waiting")
    assert [found[f"night_files {status}"] for status in statuses] == [1, 1, 1, 0]
    assert (found["quarantined_rows new"], found["quarantined_rows waiting"]) == (1, 1)
    assert found["unplaced_names"] == 0
    (folder / "broken.csv").unlink()
    (folder / "old.xls").unlink()
    assert command("nightly", str(folder)).returncode == 0
    found = metrics(home)
    assert (found["night_exit_code"], found["night_files failed"]) == (0, 0)
    assert (found["quarantined_rows new"], found["quarantined_rows waiting"]) == (0, 1)


def test_an_address_that_is_not_a_url_stops_the_start_and_is_not_shown(
    command: Command, folder: Path
) -> None:
    refused = command("nightly", str(folder), **{URL: "hooks.example.org/token-5"})
    assert refused.returncode == 2
    assert "LEARNING_SITES_WEBHOOK_URL" in refused.stderr
    assert "token-5" not in refused.stderr
