"""`requestStatistics` against plain Python over the sample, for both roles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import combinations
from typing import Any

import pytest
from counting import SHOWN, VALUES, Eyes, Log, Request, counted, grouped
from hypothesis import HealthCheck, example, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from graph.errors import InvalidInput, UnknownKey

STATISTICS = """
query Statistics($input: RequestStatisticsInput!) {
  requestStatistics(input: $input) {
    exact synthetic
    total { ...Numbers }
    rows {
      ...Numbers
      month quarter year state urbanClass assistanceType status agencySize
      model { key } topic { key } site { key }
    }
  }
}
fragment Numbers on RequestStatisticsRow {
  requests answered completed medianDaysToMatch medianMonthsToClose suppressed
}
"""
NO_GROUP = {field: None for field, _ in SHOWN.values()}

Holds = Callable[[Request], bool]
FILTERS: Mapping[str, tuple[Any, Holds]] = {
    "from": ("2022-03", lambda q: q["month"] >= 12 * 2022 + 2),
    "until": ("2024-11", lambda q: q["month"] <= 12 * 2024 + 10),
    "states": (["TX", "OH", "CA"], lambda q: q["state"] in ("TX", "OH", "CA")),
    "urbanClasses": (["NONCORE", "MICROPOLITAN"], lambda q: bool({3, 4}.intersection(q["classes"]))),
    "models": (["model:cit"], lambda q: "model:cit" in q["models"]),
    "topics": (
        ["topic:rural", "topic:campus"],
        lambda q: bool({"topic:rural", "topic:campus"} & {*q["topics"]}),
    ),
    "assistanceTypes": (["VISIT_HOSTED"], lambda q: "VISIT_HOSTED" in q["assistanceTypes"]),
    "sites": (["site:houston-pd"], lambda q: "site:houston-pd" in q["sites"]),
    "statuses": (["COMPLETED", "WITHDRAWN"], lambda q: q["status"] in ("COMPLETED", "WITHDRAWN")),
    "agencySizes": (["FROM_1000"], lambda q: q.get("swornBand") == "FROM_1000"),
}

STAFF, READER = Eyes(staff=True), Eyes(staff=False)


def expected(log: Log, dimensions: list[str], holds: list[Holds], eyes: Eyes) -> dict[str, Any]:
    chosen = [q for q in log if all(test(q) for test in holds)]
    return {
        "exact": eyes.staff,
        "synthetic": bool(chosen) or not eyes.staff,
        "total": counted(chosen, eyes),
        "rows": [NO_GROUP | row for row in grouped(chosen, dimensions, eyes)],
    }


@example(dimensions=["ASSISTANCE_TYPE"], filters={"agencySizes", "assistanceTypes", "models"})  # no request
@given(
    dimensions=st.lists(st.sampled_from(sorted(VALUES)), unique=True, max_size=3),
    filters=st.sets(st.sampled_from(sorted(FILTERS)), max_size=3),
)
@profile(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
async def test_staff_see_the_counts_of_plain_python(
    execute: Any, log: Log, dimensions: list[str], filters: set[str]
) -> None:
    given = {name: FILTERS[name][0] for name in filters}
    result = await execute(STATISTICS, input={"groupBy": dimensions, **given})
    wanted = expected(log, dimensions, [FILTERS[name][1] for name in filters], STAFF)
    if len(wanted["rows"]) > 1000:
        assert f"the answer has {len(wanted['rows']):,} groups" in result.errors[0].message
    else:
        assert result.data["requestStatistics"] == wanted


@pytest.mark.parametrize("dimensions", [[], *map(list, combinations(sorted(VALUES), 2))], ids="-".join)
async def test_readers_see_the_counts_of_the_method(read: Any, log: Log, dimensions: list[str]) -> None:
    result = await read(STATISTICS, input={"groupBy": dimensions})
    assert result.errors is None
    assert result.data["requestStatistics"] == expected(log, dimensions, [], READER)


async def test_a_filter_of_one_value_is_a_dimension_of_a_reader(read: Any, log: Log) -> None:
    for name in ("models", "sites", "assistanceTypes", "agencySizes"):
        value, holds = FILTERS[name]
        result = await read(STATISTICS, input={"groupBy": ["YEAR"], name: value})
        assert result.data["requestStatistics"] == expected(log, ["YEAR"], [holds], READER)


async def test_a_request_counts_in_each_of_its_models_and_once_in_the_total(ask: Any, log: Log) -> None:
    found = (await ask(STATISTICS, input={"groupBy": ["MODEL"]}))["requestStatistics"]
    assert found["total"]["requests"] == len(log)
    assert sum(row["requests"] for row in found["rows"]) == sum(len(q["models"]) or 1 for q in log) > len(log)


async def test_an_empty_count_is_zero_for_staff_and_null_for_readers(ask: Any, read: Any) -> None:
    nothing = {"groupBy": ["MONTH"], "states": ["AK"]}
    staff = (await ask(STATISTICS, input=nothing))["requestStatistics"]
    assert (staff["total"]["requests"], staff["total"]["suppressed"], staff["rows"]) == (0, False, [])
    assert staff["synthetic"] is False
    reader = (await read(STATISTICS, input=nothing)).data["requestStatistics"]
    assert (reader["total"]["requests"], reader["total"]["suppressed"], reader["rows"]) == (None, True, [])


async def test_it_is_one_statement(ask: Any, bolt_requests: list[str]) -> None:
    await ask(STATISTICS, input={"groupBy": ["YEAR", "MODEL", "SITE"], "from": "2024-01"})
    assert len(bolt_requests) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"groupBy": ["YEAR", "STATE", "MODEL", "TOPIC"]}, "groupBy: at most 3"),
        ({"groupBy": ["YEAR", "YEAR"]}, "each once"),
        ({"from": "2023-13"}, "from: expected a month such as"),
        ({"until": "May"}, "until: expected a month such as"),
        ({"states": []}, "states: 1 to 100"),
        ({"topics": ["topic:rural"] * 101}, "got 101"),
        ({"groupBy": ["MONTH", "STATE", "TOPIC"]}, "at most 1,000 are allowed"),
    ],
)
async def test_a_wrong_input_is_an_error_with_its_reason(
    refusal: Any, wrong: dict[str, Any], said: str
) -> None:
    error = await refusal(STATISTICS, input=wrong)
    assert isinstance(error, InvalidInput)
    assert said in str(error)


async def test_unknown_keys_are_an_error(refusal: Any) -> None:
    strange = {"states": ["ZZ"], "models": ["model:nope"], "topics": ["topic:rural"], "sites": ["site:x"]}
    error = await refusal(STATISTICS, input=strange)
    assert isinstance(error, UnknownKey)
    for key in ("us-state:ZZ", "model:nope", "site:x"):
        assert key in str(error)
    assert "topic:rural" not in str(error)
