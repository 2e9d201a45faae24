"""Addresses of people are taken out of a text; what is none stays."""

from __future__ import annotations

import pytest

from loaders.privacy import REMOVED, scrubbed


@pytest.mark.parametrize(
    "text",
    [
        "jane.roe@example.org",
        "JANE+ROE@sub.example.co",
        "555-010-7788",
        "(555) 010-7788",
        "+1 555.010.7788 ext. 12",
        "555 010 7788",
        "12 Elm Street",
        "1600 N. Pine Grove Ave.",
    ],
)
def test_what_leads_to_a_person_is_removed(text: str) -> None:
    assert scrubbed(f"write to {text}, please") == f"write to {REMOVED}, please"
    assert scrubbed([text, 7, None]) == [REMOVED, 7, None]


@pytest.mark.parametrize(
    "text",
    [
        "Houston, TX",
        "us-place:4699066",
        "request:syn-7-0000341",
        "2023-05",
        "48201",
        "911-988 handling",
        "10-49",
    ],
)
def test_what_is_of_the_contract_stays(text: str) -> None:
    assert scrubbed(text) == text
