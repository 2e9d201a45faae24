"""The question that the product exists for, as far as who asks may see its answer."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from graph.viewer import Viewer

FOR_STAFF: Final = re.compile(r"^( +)evidence\(.*?^\1}", re.MULTILINE | re.DOTALL)
"""The field that readers are refused, to the brace that closes it."""


@cache
def first_question(viewer: Viewer) -> str:
    """A GraphQL document: GraphiQL opens with it, and its plan is warm before the service is ready."""
    question = files("web").joinpath("questions", "who-should-we-ask.graphql").read_text(encoding="utf-8")
    if viewer.is_staff:
        return question
    return FOR_STAFF.sub(r"\1# The requests behind it: staff see them.", question)
