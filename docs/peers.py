"""The section "Beside the alternatives" of docs/performance.md: `python docs/peers.py [FILE]` writes it.

`python -m bench peers` leaves a measurement in build/peers.json, which is FILE unless another is given. This
writes peers.json, img/peers.svg and the tables; `tests/docs/` fails while they differ.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from bench.__main__ import PEERS  # noqa: E402
from bench.peers import plot, report  # noqa: E402
from docs.tables import inserted  # noqa: E402

PAGE: Final = DOCS / "performance.md"
MEASURED: Final = DOCS / "peers.json"
PICTURE: Final = DOCS / "img" / "peers.svg"


def section(measured: dict[str, Any], page: str) -> str:
    """The page with its tables made of what was measured."""
    page = inserted(page, "peers", f"{report.machine(measured)}\n\n{report.summary(measured)}")
    details = f"{report.details(measured)}\n\n{report.memory(measured)}"
    return inserted(page, "peers in detail", f"\n{details}\n")


def main() -> None:
    """Writes the three files."""
    measured = json.loads(Path(*sys.argv[1:2] or [PEERS]).read_text(encoding="utf-8"))
    MEASURED.write_text(report.to_json(measured), encoding="utf-8")
    plot.draw(measured, PICTURE)
    PAGE.write_text(section(measured, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
