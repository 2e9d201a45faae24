"""ZIP codes as people write them: five digits, or nine, among other words."""

from __future__ import annotations

import re
from typing import Final

HYPHENS: Final = "‐‑–—-"
"""What people type between the digits; for a set of a regular expression, so the plain one is the last."""
_ZIP: Final = re.compile(rf"(?<![\w{HYPHENS}])([0-9]{{5}})(?:[{HYPHENS}]?[0-9]{{4}})?(?![{HYPHENS}]?\w)")


def zip_codes(text: str) -> tuple[tuple[str, ...], str]:
    """The ZIP codes of a text, five digits each, and the text without them.

    "Burlington, VT 05401-1234" → ("05401",), "Burlington, VT ".
    """
    found = dict.fromkeys(match[1] for match in _ZIP.finditer(text))
    return tuple(found), _ZIP.sub("", text) if found else text
