"""Limits: small documents cannot cost much, and an error names the limit."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from graph.errors import BadCursor, CostExceeded, InvalidInput

ALIASES = " ".join(f"a{number}: partOf(first: 0) {{ ...NEXT }}" for number in range(30))


def doubling() -> str:
    """Four fragments that spread one another thirty times each: 4 KB, and 27,000 lists."""
    fragments = [
        f"fragment F{number} on Jurisdiction {{ {ALIASES.replace('NEXT', f'F{number + 1}')} }}"
        for number in range(3)
    ]
    return "\n".join(
        ['{ jurisdiction(key: "us-state:OH") { ...F0 } }', *fragments, "fragment F3 on Jurisdiction { key }"]
    )


async def test_fragments_that_multiply_exceed_the_limit_on_fields(
    execute: Any, bolt_requests: list[str]
) -> None:
    result = await execute(doubling())
    assert result.data is None
    [error] = result.errors
    assert type(error.original_error) is CostExceeded
    assert "more than 2,000 fields" in error.message
    assert bolt_requests == []


async def test_an_empty_list_does_not_hide_the_cost_of_its_fields(execute: Any) -> None:
    text = "{ jurisdictions(first: 0) { edges { node { parts(first: 100) { edges { node { key } } } } } } }"
    assert (await execute(text)).extensions["cost"] >= 100


async def test_the_cost_of_an_unpaged_list_does_not_depend_on_other_fields(
    execute: Any,
) -> None:
    gaps = "coverageGaps { models { requests } }"
    place = 'jurisdiction(key: "us-place:4274277") { ancestors { name } }'
    apart = [(await execute(f"{{ {each} }}")).extensions["cost"] for each in (gaps, place)]
    for both in (f"{{ {gaps} {place} }}", f"{{ {place} {gaps} }}"):
        assert (await execute(both)).extensions["cost"] == sum(apart) - 1  # the root counts once


async def test_a_filter_has_a_maximum_number_of_conditions(ask: Any, refusal: Any) -> None:
    text = "query ($w: [SiteWhere!]) { sites(where: {OR: $w}) { totalCount } }"
    many = [{"key": {"eq": f"site:{number}"}} for number in range(501)]
    assert await ask(text, w=many[:200]) == {"sites": {"totalCount": 0}}
    error = await refusal(text, w=many)
    assert type(error) is CostExceeded
    assert "500 conditions" in str(error)


async def test_errors_of_variables_are_at_most_fifty(execute: Any) -> None:
    text = "query ($w: SiteWhere) { sites(where: $w) { totalCount } }"
    result = await execute(text, w={"key": {"in": [1] * 5000}})
    assert result.data is None
    assert len(result.errors) <= 51


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00", "today"])
async def test_a_timestamp_out_of_range_is_an_error(refusal: Any, moment: str) -> None:
    text = "query ($m: DateTime) { loadRuns(where: {startedAt: {gte: $m}}) { totalCount } }"
    error = await refusal(text, m=moment)
    assert type(error) is InvalidInput
    assert str(error).startswith("startedAt.gte: ")


async def test_a_search_of_characters_that_spell_syntax_is_answered(ask: Any) -> None:
    for text in ("㈠", "⑴ madison", "a ﹖"):  # in plain letters they are (一), (1) and ?
        await ask("query ($q: String!) { search(query: $q) { totalCount } }", q=text)


async def test_a_cursor_of_another_search_or_input_is_an_error(ask: Any, refusal: Any) -> None:
    searched = """query ($s: String!, $after: String) {
      jurisdictions(search: $s, sort: [{searchScore: DESC}], first: 1, after: $after) {
        pageInfo { endCursor } } }"""
    cursor = (await ask(searched, s="madison"))["jurisdictions"]["pageInfo"]["endCursor"]
    assert type(await refusal(searched, s="houston", after=cursor)) is BadCursor
    recommended = """query ($key: String!, $after: String) {
      recommendSites(input: {for: {jurisdictionKey: $key}, asOf: "2025-12-31"}, first: 1, after: $after) {
        pageInfo { endCursor } } }"""
    cursor = (await ask(recommended, key="us-county:39163"))["recommendSites"]["pageInfo"]["endCursor"]
    assert await ask(recommended, key="us-county:39163", after=cursor)
    assert type(await refusal(recommended, key="us-county:48201", after=cursor)) is BadCursor


async def test_a_forged_cursor_without_a_timestamp_is_an_error(ask: Any, refusal: Any) -> None:
    text = "query ($after: String) { loadRuns(first: 1, after: $after) { pageInfo { endCursor } } }"
    cursor = (await ask(text))["loadRuns"]["pageInfo"]["endCursor"]
    content = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    version, tag, moment, key = content.decode().strip("[]").split(",")
    forged = base64.urlsafe_b64encode(f'[{version},{tag},"garbage",{key}]'.encode()).decode()
    assert type(await refusal(text, after=forged)) is BadCursor
    assert "T" in moment


async def test_a_box_with_south_above_north_is_an_error(refusal: Any) -> None:
    text = """{ jurisdictions(where: {location: {box: {south: 41, west: -84, north: 40, east: -83}}}) {
      totalCount } }"""
    error = await refusal(text)
    assert type(error) is InvalidInput
    assert "box.south" in str(error)
