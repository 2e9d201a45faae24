"""Statements say what their sources declare, or the program does not start."""

from __future__ import annotations

from typing import Any

import pytest

from graph.statements import Statement
from schema.sources import Derived, Fragment

BODY = "MATCH (this)--(node) WITH node, {} AS edge"


@pytest.mark.parametrize(
    ("text", "declared", "said"),
    [
        (f"{BODY} WHERE true /* where */ RETURN node, edge", {}, "does not declare, 'true /. where ./'"),
        (
            f"{BODY} WHERE true /*where*/ RETURN node, edge",
            {"filtered": True},
            "has to contain 'true /. where",
        ),
        (f"{BODY} RETURN node, edge", {"filtered": True}, "has to contain"),
        (f"{BODY} RETURN node, edge", {"filtered_early": True}, "has to contain 'true /. where: node"),
        (f"{BODY} RETURN node", {}, "has to end in 'RETURN node, edge'"),
    ],
)
def test_a_marker_that_a_statement_has_lost_stops_the_start(
    text: str, declared: dict[str, Any], said: str
) -> None:
    with pytest.raises(TypeError, match=f"cypher/field/one.cypher .*{said}"):
        Derived(Statement("field/one", text), **declared)


@pytest.mark.parametrize(
    ("text", "viewer"), [("RETURN $viewer AS answer", False), ("RETURN 1 AS answer", True)]
)
def test_a_source_declares_whether_its_statement_reads_the_role(text: str, viewer: bool) -> None:
    with pytest.raises(TypeError, match=r"cypher/field/one.cypher .*'\$viewer'"):
        Fragment(Statement("field/one", text), viewer=viewer)


@pytest.mark.parametrize(
    ("text", "declared", "said"),
    [
        ("RETURN $similarity.neighbors AS answer", {}, r"does not declare, '\$similarity'"),
        ("RETURN 1 AS answer", {"similarity": {}}, r"does not read '\$similarity'"),
    ],
)
def test_a_statement_reads_the_parameters_that_its_source_declares(
    text: str, declared: dict[str, Any], said: str
) -> None:
    with pytest.raises(TypeError, match=f"cypher/field/one.cypher .*{said}"):
        Fragment(Statement("field/one", text), parameters=declared)
    with pytest.raises(TypeError, match=f"cypher/field/one.cypher .*{said}"):
        Derived(Statement("field/one", f"{text} RETURN node, edge"), parameters=declared)
