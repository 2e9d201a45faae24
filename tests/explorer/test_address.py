"""The address is the state: what is chosen comes back from it, and what cannot be read is left out."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from typescript import evaluate

SCRIPT = """
import { format, parse } from "./state/address.ts";
answer(all.map((choices) => [parse(format(choices)), format(parse(format(choices))) === format(choices)]));
"""
key = st.from_regex(r"[a-z]{2,8}:[A-Za-z0-9. '&=+%é-]{1,12}", fullmatch=True)
keys = st.lists(key, max_size=3, unique=True)
weight = st.one_of(st.integers(0, 100), st.floats(0, 100).map(lambda number: round(number, 6)))
number = st.one_of(st.none(), st.integers(1, 10**7), st.floats(0.001, 1e5))
requester = st.one_of(
    st.none(),
    key.map(lambda text: {"is": "jurisdiction", "key": f"us-{text}"}),
    st.from_regex(r"[A-Z]{2}[A-Z0-9]{7}", fullmatch=True).map(lambda ori: {"is": "agency", "ori": ori}),
    st.fixed_dictionaries(
        {
            "is": st.just("profile"),
            "profile": st.fixed_dictionaries(
                {
                    "kind": st.sampled_from(["TRIBE", "COUNTY", "OTHER"]),
                    "state": st.sampled_from(["OH", "AZ", ""]),
                    "population": number,
                    "density": number,
                    "setting": st.sampled_from([None, "NONCORE"]),
                    "county": st.sampled_from([None, "39163"]),
                }
            ),
        }
    ),
)
choices = st.fixed_dictionaries(
    {
        "page": st.sampled_from(["answer", "site", "statistics", "about"]),
        "requester": requester,
        "models": keys,
        "topics": keys,
        "help": st.lists(st.sampled_from(["WEBINAR", "PHONE_CALL"]), unique=True),
        "agencyType": st.sampled_from([None, "SHERIFF"]),
        "swornBand": st.sampled_from([None, "FROM_50"]),
        "asOf": st.sampled_from([None, "2025-12", "1999-01"]),
        "excluded": keys,
        "weights": st.dictionaries(st.sampled_from(["EVIDENCE", "FIT", "TRIBE"]), weight),
        "similarityWeights": st.dictionaries(st.sampled_from(["SIZE", "LIMITED_ENGLISH"]), weight),
        "selectedSite": st.one_of(st.none(), key),
        "compared": keys,
    }
)


@settings(max_examples=40)
@given(st.lists(choices, min_size=1, max_size=5))
def test_what_is_chosen_comes_back_from_the_address(drawn: list[dict[str, Any]]) -> None:
    for chosen, (found, is_stable) in zip(drawn, evaluate(SCRIPT, all=drawn), strict=True):
        assert found == chosen
        assert is_stable


def test_what_cannot_be_read_is_left_out() -> None:
    script = 'import { parse } from "./state/address.ts"; answer(all.map(parse));'
    bad = [
        "?page=nowhere&asOf=2025-13&w=evidence:-1,fit:x,:5,capacity:1e400&s=&for=&site=",
        "?compare=a,b,c,d&models=a,,a&people=-4&for=profile",
    ]
    first, second = evaluate(script, all=bad)
    assert first == evaluate(script, all=[""])[0]
    assert second["compared"] == ["a", "b", "c"]
    assert second["models"] == ["a"]
    assert second["requester"]["profile"]["population"] is None
