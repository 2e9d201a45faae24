"""The question that the product exists for, as far as who asks may see its answer."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from graph.viewer import Viewer

STAFF: Final = "who-should-we-ask.graphql"
READERS: Final = "who-should-we-ask-for-readers.graphql"


@cache
def first_question(viewer: Viewer) -> str:
    """A GraphQL document: GraphiQL opens with it, and its plan is warm before the service is ready."""
    name = STAFF if viewer.is_staff else READERS
    return files("web").joinpath("questions", name).read_text(encoding="utf-8")
