"""`schema/planner/README.md` follows one query through the planner as it is today."""

from __future__ import annotations

from docs import planned_query

RENEW = "`.venv/bin/python docs/planned_query.py` renews it"


def test_the_example_is_what_the_planner_makes() -> None:
    text = planned_query.README.read_text(encoding="utf-8")
    assert planned_query.page(text) == text, RENEW


def test_its_answer_has_the_fields_of_the_query() -> None:
    text = planned_query.README.read_text(encoding="utf-8")
    assert '"name": "Houston Police Department"' in text
    assert "CYPHER 25" in text
    assert "def shape(row, c):" in text
