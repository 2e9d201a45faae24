"""The table of devices names code that is there, with the lines that it has."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from bench.without import DEVICES
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
