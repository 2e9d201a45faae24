"""The table of devices names code that is there; the alternatives are as measured."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from bench.peers import report
from bench.without import DEVICES
from docs import peers
from docs.tables import marked

ROOT: Final = Path(__file__).parents[2]
ROW: Final = re.compile(r"^\| ([^|]+) \| `([^`]+)` \| (\d+) \|", re.MULTILINE)


def lines_of(file: str) -> int:
    return len((ROOT / file).read_text(encoding="utf-8").splitlines())


def test_every_device_that_is_measured_is_listed_with_its_lines() -> None:
    rows = ROW.findall(marked((ROOT / "docs/performance.md").read_text(encoding="utf-8"), "devices"))
    for name, device in DEVICES.items():
        [found] = [(file, int(lines)) for text, file, lines in rows if text.startswith(name)]
        assert found == (device.file, lines_of(device.file)), name
    for name, file, lines in rows:
        assert 0 < int(lines) <= lines_of(file), name


def test_the_alternatives_are_as_measured() -> None:
    page = peers.PAGE.read_text(encoding="utf-8")
    measured = json.loads(peers.MEASURED.read_text(encoding="utf-8"))
    assert peers.section(measured, page) == page
    assert report.to_json(measured) == peers.MEASURED.read_text(encoding="utf-8")
    picture = peers.PICTURE.read_text(encoding="utf-8")
    assert all(f">{name}<" in picture for name in measured["runs"])
