"""The lines of docs/operations.md that a person types."""

from __future__ import annotations

import re
from pathlib import Path

from docs.tables import marked

PAGE = Path(__file__).parents[1] / "docs" / "operations.md"


def lines(name: str) -> list[str]:
    """The commands of the bash blocks between the markers of `name`, each with its continued lines."""
    text = marked(PAGE.read_text(encoding="utf-8"), name)
    blocks = re.findall(r"^```bash\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    joined = "".join(blocks).replace("\\\n", "")
    return [line for line in joined.splitlines() if line.strip()]
