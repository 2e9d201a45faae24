"""The query that GraphiQL opens with, without what the role of the viewer may not see."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from graph.viewer import Viewer

FOR_STAFF: Final = re.compile(r"^( +)evidence\(.*?^\1}", re.MULTILINE | re.DOTALL)
"""The field that only staff may see, up to its closing brace."""


@cache
def default_query(viewer: Viewer) -> str:
    """A GraphQL document, the first that is planned after a start (`Warmup`)."""
    query = files("web").joinpath("questions", "who-should-we-ask.graphql").read_text(encoding="utf-8")
    if viewer.is_staff:
        return query
    return FOR_STAFF.sub(r"\1# The requests behind it: staff see them.", query)
