"""Titles of cited pages whose own title nobody recorded."""

from __future__ import annotations

import re
from textwrap import shorten
from typing import Final
from urllib.parse import unquote, urlsplit

WORD: Final = re.compile(r"[^\W\d_]{2,}|(?<!\d)(?:19|20)\d\d(?!\d)")
ENDING: Final = re.compile(r"[.-](?:aspx?|html?|pdf|php)$")
MOST: Final = 120
"""Characters of a title."""


def title_from_address(url: str) -> str:
    """The words of an address, with its host.

    `https://nij.ojp.gov/library/outreach-initiative` → `Outreach initiative (nij.ojp.gov)`: of the parts of
    its path the one with most words, of several the last.
    """
    try:
        parts = urlsplit(url)
    except ValueError:  # of a host in brackets
        return url
    host = (parts.hostname or url).removeprefix("www.")
    paths = [ENDING.sub("", unquote(part)) for part in parts.path.split("/")]
    words = max((WORD.findall(path) for path in reversed(paths)), key=len)
    if not words:
        return host
    title = shorten(" ".join(words), MOST, placeholder=" …")
    return f"{title[0].upper()}{title[1:]} ({host})"
