"""Requests without a key get that of the jurisdiction that they name; nothing else about them changes."""

from __future__ import annotations

from typing import Any

import pytest

from domain.write_result import ProblemCode, RowProblem
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.generate import GenerateArguments
from loaders.generate.log import generate
from loaders.pipeline.placement import Placement, summary
from loaders.resolver.resolver import Resolver
from loaders.sources.requests.contract import RequestRow


@pytest.fixture(scope="module")
def resolver() -> Resolver:
    return Resolver(read_jurisdictions())


def request(**cells: Any) -> RequestRow:
    facts = {"request_id": "one", "month": "2024-03", "state": "TX", "status": "received"}
    return RequestRow.model_validate(facts | {"jurisdiction": "Houston", "jurisdiction_type": "city"} | cells)


def test_a_request_is_placed_by_its_name_and_counted(resolver: Resolver) -> None:
    placement = Placement(lambda: resolver)
    log = [
        request(),
        request(jurisdiction="Haris County", jurisdiction_type="county"),
        request(jurisdiction="Harris and Galveston Counties", jurisdiction_type="multi-jurisdiction"),
        request(jurisdiction="Midway", state="FL"),
        request(jurisdiction="Midway", state="FL", fips="12039"),
        request(jurisdiction="Qqqqq"),
        request(jurisdiction="Qqqqq", jurisdiction_key="us-county:48201"),
    ]
    placed = [placement.place(each) for each in log]
    keys = [each.jurisdiction_key if isinstance(each, RequestRow) else each.code for each in placed]
    assert keys == [
        ["us-place:4699066"],
        ["us-county:48201"],
        ["us-county:48201", "us-county:48167"],
        ProblemCode.AMBIGUOUS,
        ["us-place:4164343"],
        [],
        ["us-county:48201"],
    ]
    assert placement.counts == {"name": 2, "similar": 1, "members": 1, "ambiguous": 1, "unknown": 1}
    assert summary(placement.counts) == (
        "Of 6 rows without a jurisdiction_key, 4 were placed (2 by name, 1 by similar, 1 by members), "
        "1 are ambiguous, 1 unknown."
    )
    unkeyed = {"jurisdiction_key": []}
    for before, after in zip(log, placed, strict=True):
        if isinstance(after, RequestRow):
            assert after.model_copy(update=unkeyed) == before.model_copy(update=unkeyed)


def test_an_ambiguous_name_is_reported_with_its_candidates(resolver: Resolver) -> None:
    problem = Placement(lambda: resolver).place(request(jurisdiction="Midway", state="FL"))
    assert isinstance(problem, RowProblem)
    assert problem.field == "jurisdiction"
    assert "us-place:4164343, Midway, FL (Gadsden County, 3,276 people)" in problem.reason
    assert "jurisdiction_key" in problem.remedy


def test_a_log_with_keys_needs_no_resolver() -> None:
    def never() -> Resolver:
        raise AssertionError

    placement = Placement(never)
    keyed = request(jurisdiction_key="us-place:4699066")
    assert placement.place(keyed) == keyed
    assert summary(placement.counts) == ""


def test_the_sample_is_as_it_was_and_its_names_lead_to_its_keys(resolver: Resolver) -> None:
    """Its tribal requests have no place, on purpose; of the others no name leads elsewhere."""
    sample = list(generate(GenerateArguments()))
    placement = Placement(lambda: resolver)
    assert [placement.place(one) for one in sample] == sample
    assert set(placement.counts) == {"unknown"}
    assert placement.counts["unknown"] == sum(one.jurisdiction_type == "tribal" for one in sample) > 0

    bare = [one.model_copy(update={"jurisdiction_key": []}) for one in sample]
    other = Placement(lambda: resolver)
    found = [other.place(one) for one in bare]
    placed = [(new, old) for new, old in zip(found, sample, strict=True) if isinstance(new, RequestRow)]
    pairs = [(new, old) for new, old in placed if new.jurisdiction_key]
    assert all(set(new.jurisdiction_key) == set(old.jurisdiction_key) for new, old in pairs)
    named = [one for one in sample if one.jurisdiction_type not in ("tribal", "campus")]
    assert len(pairs) >= 0.99 * len(named)
