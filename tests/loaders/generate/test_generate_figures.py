"""The figures that a generated log holds: the published ones exactly, the chosen ones within their chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import sqrt

import numpy as np
import pytest

from domain.city_counties import CITY_COUNTIES
from domain.months import month_index
from domain.vocabulary import JurisdictionType
from domain.vocabulary import SiteStatus as Status
from loaders.generate import GenerateArguments, Reference, generate
from loaders.generate.archetypes import SITE_ARCHETYPES, Archetype
from loaders.generate.block import Block, draw_blocks
from loaders.generate.months import month_shares
from loaders.generate.preference import NOBODY, UNDOCUMENTED
from loaders.generate.requesters import Asker
from loaders.generate.sites import SITES_OF_2021
from loaders.generate.wishes import (
    ASSISTANCE,
    MODEL_TILTS,
    MODEL_WEIGHTS,
    TOPIC_CHANCES,
    TOPICS_OF_ARCHETYPES,
    TOPICS_OF_MODELS,
)
from loaders.generate.world import World
from loaders.sources.requests.contract import CLOSED, NOT_DOCUMENTED, RequestRow

MANY = 8_000


@pytest.fixture(scope="module")
def default(reference: Reference) -> list[RequestRow]:
    return list(generate(GenerateArguments(), reference))


@pytest.fixture(scope="module")
def many(reference: Reference) -> list[RequestRow]:
    return list(generate(GenerateArguments(requests=MANY), reference))


def draw(reference: Reference, **arguments: float) -> tuple[World, Block]:
    chosen = GenerateArguments(requests=40_000, **arguments)  # type: ignore[arg-type]
    [(world, block)] = draw_blocks(chosen, reference)
    return world, block


def near(share: float, of: int) -> object:
    """Within four standard errors of a share of `of` independent draws."""
    return pytest.approx(share, abs=4 * sqrt(share * (1 - share) / of))


def share(rows: list[RequestRow], of: Callable[[RequestRow], bool]) -> float:
    return sum(map(of, rows)) / len(rows)


def test_published_figures_are_held_exactly(default: list[RequestRow], reference: Reference) -> None:
    assert len(default) == 510
    assert len({row.request_id for row in default}) == 510
    assert len({row.state for row in default[:38]}) == len({row.state for row in default}) == 38
    documented = {site.key for site in reference.sites if site.status is Status.CURRENT}
    assert len(documented) == 12
    assert {site for row in default for site in row.sites} == documented | {NOT_DOCUMENTED}


@pytest.mark.parametrize("states", [1, 51])
def test_the_number_of_states_is_held_for_any_number(states: int, reference: Reference) -> None:
    rows = list(generate(GenerateArguments(requests=51, states=states), reference))
    assert len({row.state for row in rows}) == states


def test_every_row_is_synthetic_and_in_month_order(default: list[RequestRow]) -> None:
    assert all(row.synthetic for row in default)
    months = [row.month for row in default]
    assert months == sorted(months)
    assert months[0] >= "2020-01"
    assert months[-1] <= "2025-12"


def test_undocumented_sites_take_their_two_of_fourteen_once_they_are_sites(many: list[RequestRow]) -> None:
    since = [site for row in many if row.month >= "2021-04" for site in row.sites]
    assert since.count(NOT_DOCUMENTED) / len(since) == near(2 / 14, len(since))
    assert not any(NOT_DOCUMENTED in row.sites for row in many if row.month < "2021-04")
    assert max(row.sites.count(NOT_DOCUMENTED) for row in many) == 2


def test_sites_of_2021_answer_from_april_2021_only(many: list[RequestRow], reference: Reference) -> None:
    young = {
        site.key for site in reference.sites if site.status is Status.CURRENT and site.joined_year == 2021
    }
    first = {key: min(row.month for row in many if key in row.sites) for key in young}
    assert len(first) == 3
    assert min(first.values()) >= "2021-04"


def test_no_site_answers_the_jurisdiction_that_it_serves(
    many: list[RequestRow], reference: Reference
) -> None:
    serves = {site.key: set(site.serves) for site in reference.sites}
    served = set().union(*serves.values())
    assert any(served & set(row.jurisdiction_key) for row in many)
    assert not any(serves.get(site, set()) & set(row.jurisdiction_key) for row in many for site in row.sites)


def test_most_requesters_come_once_and_some_come_back(default: list[RequestRow]) -> None:
    requesters = {(row.jurisdiction, *row.jurisdiction_key) for row in default}
    assert 370 <= len(requesters) <= 395


def test_no_repeat_leaves_only_chance_meetings(reference: Reference) -> None:
    _, none = draw(reference, repeat=0.0)
    _, most = draw(reference, repeat=0.9)
    assert len(np.unique(most.requesters.identity())) < 0.5 * len(np.unique(none.requesters.identity()))


def test_a_requester_that_comes_back_keeps_agency_and_grant(reference: Reference) -> None:
    _, block = draw(reference, repeat=0.95)
    asks, rows = block.requesters, len(block.number)
    kept = np.unique(np.stack([asks.identity(), asks.agency, asks.grantee]), axis=1)
    new = 0.05 * rows
    assert kept.shape[1] < 38 + new + 4 * sqrt(new)


def test_kinds_of_requesters_have_their_shares(reference: Reference) -> None:
    _, block = draw(reference, repeat=0.0)
    kinds = np.bincount(block.requesters.kind, minlength=len(Asker)) / len(block.number)
    rows = len(block.number)
    assert kinds[Asker.TRIBAL] == near(0.01, rows)
    assert kinds[Asker.COALITION] == near(0.03, rows)
    assert kinds[Asker.PLACE] + kinds[Asker.CAMPUS] == near(0.96 * 0.68, rows)
    assert kinds[Asker.CAMPUS] == near(0.96 * 0.68 * 0.07, rows)
    assert kinds[Asker.COUNTY] == near(0.96 * 0.32, rows)


def test_jurisdictions_are_real_and_fit_their_type(many: list[RequestRow], reference: Reference) -> None:
    known = {one.key: one for one in reference.jurisdictions}
    cities = {county: known[city] for city, county in CITY_COUNTIES.items()}
    adjacent = {frozenset(pair) for pair in reference.adjacency}
    seen = Counter(row.jurisdiction_type for row in many)
    for row in many:
        members = [known[key] for key in row.jurisdiction_key]
        assert all(member.state == row.state for member in members)
        assert row.fips is None or row.fips == members[0].county
        match row.jurisdiction_type:
            case JurisdictionType.CITY:
                city = cities.get(members[0].key, members[0])
                assert row.jurisdiction == f"{city.name}, {row.state}"
                assert city.population >= 2_500
            case JurisdictionType.COUNTY:
                assert row.jurisdiction == f"{members[0].name}, {row.state}"
                assert members[0].kind == "COUNTY"
            case JurisdictionType.CAMPUS:
                host = cities.get(members[0].key, members[0])
                assert row.jurisdiction == f"campus in {host.name}, {row.state}"
                assert 30_000 <= host.population <= 400_000
                assert row.agency_type == "campus_police"
            case JurisdictionType.MULTI_JURISDICTION:
                pairs = {
                    frozenset((one.key, other.key)) for one in members for other in members if one != other
                }
                assert len(members) in {2, 3}
                assert row.jurisdiction_key == sorted(row.jurisdiction_key)
                assert all(one.name.removesuffix(" County") in row.jurisdiction for one in members)
                assert row.jurisdiction.endswith(f", {row.state}")
                assert len(pairs & adjacent) >= len(members) - 1
            case _:
                assert row.jurisdiction == f"tribal government in {known[f'us-state:{row.state}'].name}"
                assert not members
    # States do not ask in it, and the reference data have no townships.
    assert set(seen) == set(JurisdictionType) - {JurisdictionType.STATE, JurisdictionType.TOWNSHIP}


def test_months_follow_season_growth_and_the_spring_of_2020(reference: Reference) -> None:
    arguments = GenerateArguments(requests=40_000)
    _, block = draw(reference)
    counts = np.bincount(block.month - arguments.first, minlength=72)
    expected = month_shares(arguments) * arguments.requests
    assert np.abs(counts - expected).max() < 5 * sqrt(expected.max())
    spring = slice(month_index("2020-04") - arguments.first, month_index("2020-07") - arguments.first)
    assert counts[spring].sum() / counts[12:][spring].sum() == pytest.approx(0.35 / 1.12, rel=0.1)
    assert counts[60:].sum() > 1.4 * counts[12:24].sum()


def test_models_topics_and_assistance_have_their_shares(many: list[RequestRow]) -> None:
    assert share(many, lambda row: len(row.models) >= 2) == near(0.45, MANY)
    assert share(many, lambda row: len(row.models) == 3) == near(0.12, MANY)
    assert {len(row.models) for row in many} == {1, 2, 3}
    assert all(row.topics for row in many)
    for kind, expected in ASSISTANCE.items():
        assert share(many, lambda row, kind=kind: kind in row.assistance_types) == near(expected, MANY)
    assert share(many, lambda row: bool(row.grantee)) == pytest.approx(0.15, abs=0.03)


def test_most_keys_carry_a_county_code(many: list[RequestRow]) -> None:
    single = [row for row in many if len(row.jurisdiction_key) == 1]
    assert share(single, lambda row: row.fips is not None) == near(0.60, len(single))


def test_matched_requests_have_one_to_three_sites(many: list[RequestRow]) -> None:
    matched = [row for row in many if row.matched_month]
    assert all(row.sites for row in matched)
    assert share(matched, lambda row: len(row.sites) >= 2) == near(0.20, len(matched))
    assert share(matched, lambda row: len(row.sites) == 3) == near(0.05, len(matched))


def test_matching_takes_days_and_closing_months(many: list[RequestRow]) -> None:
    settled = [row for row in many if row.month <= "2024-12" and row.matched_month]
    waits = Counter(month_index(row.matched_month or "") - month_index(row.month) for row in settled)
    # Median 9 and 95th percentile 28 days from a random day of the month: mean 11.4 of 30.4 days.
    mean = sum(months * count for months, count in waits.items()) / len(settled)
    assert min(waits) == 0
    assert mean == pytest.approx(11.4 / 30.4, abs=0.04)
    days = [row.days_to_match for row in settled if row.days_to_match is not None]
    assert len(days) == len(settled)
    # Those of a log-normal with median 9 and 95th percentile 28; matches after the log's end are few here.
    assert np.percentile(days, [50, 95]) == pytest.approx([9, 28], abs=1.5)
    closed = Counter(
        month_index(row.closed_month) - month_index(row.matched_month)
        for row in settled
        if row.closed_month and row.matched_month
    )
    assert set(closed) == {1, 2, 3, 4, 5, 6}


def test_outcomes_have_their_shares_and_the_end_is_mostly_open(many: list[RequestRow]) -> None:
    old = [row for row in many if row.month <= "2025-01"]
    for status, expected in (("completed", 0.80), ("withdrawn", 0.07), ("referred_elsewhere", 0.06)):
        assert share(old, lambda row, status=status: row.status == status) == near(expected, len(old))
    late = [row for row in many if row.month >= "2025-10"]
    assert share(late, lambda row: row.status not in CLOSED) > 0.6
    assert any(not row.sites for row in late)


def chi_square(block: Block, groups: np.ndarray, sites: int) -> tuple[float, int]:
    """Pearson's statistic and degrees of freedom of first site × group, since all sites answer."""
    those = (block.sites[:, 0] >= 0) & (block.month >= SITES_OF_2021)
    table = np.zeros((groups.max() + 1, sites))
    np.add.at(table, (groups[those], block.sites[those, 0]), 1)
    table = table[table.sum(axis=1) > 0]
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / table.sum()
    return float(((table - expected) ** 2 / expected).sum()), (table.shape[0] - 1) * (sites - 1)


def test_without_strength_the_choice_knows_popularity_only(reference: Reference) -> None:
    for strength, dependent in ((0.0, False), (1.0, True)):
        world, block = draw(reference, strength=strength)
        sites = len(world.sites.keys)
        for groups in (
            block.requesters.archetype(world.candidates),
            block.requesters.state,
            block.wishes.models[:, 0],
        ):
            statistic, freedom = chi_square(block, groups, sites)
            # Mean and variance of the statistic under independence: freedom and 2 × freedom.
            assert (statistic > freedom + 5 * sqrt(2 * freedom)) is dependent
        popularity = np.bincount(block.sites[block.sites[:, 0] >= 0, 0], minlength=sites)
        assert popularity.max() > 1.5 * popularity.mean()


def test_referrals_stay_in_their_state_and_are_forgotten(reference: Reference) -> None:
    """With the rest equal, a site that answered a state is chosen there again more often."""
    world, block = draw(reference)
    preference = world.preference
    rows = 30_000
    months = np.repeat([month_index("2040-01"), month_index("2040-02"), month_index("2042-03")], rows // 3)
    nobody = np.zeros((rows, len(world.sites.keys)), dtype=bool)
    first = np.zeros(rows, dtype=np.int64)
    only = world.sites.keys.index("site:tucson-pd")
    matched = np.ones(rows, dtype=bool)
    barred = nobody.copy()
    barred[: rows // 3] = np.arange(len(world.sites.keys)) != only
    chosen = preference.choose(
        months, first, np.full(rows, Archetype.MID), first, barred, matched, np.random.default_rng(1)
    )
    january, february, later = np.split(chosen[:, 0] == only, 3)
    assert january[chosen[: rows // 3, 0] != UNDOCUMENTED].all()
    # exp(0.9) = 2.5 times the odds in the month after; all is forgotten by March 2042.
    assert february.mean() > 1.5 * later.mean()
    assert (chosen[:, 0] != NOBODY).all()
    assert block.month[-1] < months[0]


def test_weights_name_only_known_models_topics_and_sites(reference: Reference) -> None:
    models, topics = set(reference.models), set(reference.topics)
    assert set(MODEL_WEIGHTS) == set(TOPICS_OF_MODELS) == models
    assert all(set(tilts) <= models for tilts in MODEL_TILTS.values())
    tables = (*TOPICS_OF_MODELS.values(), *TOPICS_OF_ARCHETYPES.values(), TOPIC_CHANCES)
    assert set().union(*tables) == topics
    assert set(SITE_ARCHETYPES) == {site.key for site in reference.sites if site.status is Status.CURRENT}
