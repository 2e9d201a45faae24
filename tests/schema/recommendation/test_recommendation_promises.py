"""Promises of recommendations: sums, exclusions, days, keys, profiles."""

from __future__ import annotations

from datetime import date
from typing import Any

import oracle
import pytest
from asking import RECOMMEND, TODAY, VINTON, Recommend, drawn, profile_of, without_reasons, written
from oracle import Asked
from sameness import assert_same
from world import Site, World

from domain.states import STATES
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import GraphError, InsufficientProfile, InvalidInput, UnknownKey
from graph.statements import Statement
from graph.viewer import Role, Viewer
from schema.planner.run.executor import Executor

MID_2024 = date(2024, 6, 30)
WISHES: dict[str, Any] = {"models": ["model:co-responder", "model:cit"], "topics": ["topic:rural"]}

PLANT_REQUEST = Statement(
    "plant-request",
    """CYPHER 25
    MATCH (j:Jurisdiction {key: $place}), (s:Site {key: $site}), (m:ProgramModel {key: 'model:cit'})
    CREATE (q:Request {key: $prefix + 'request', month: $month, synthetic: false})
    CREATE (q)-[:FROM {jurisdiction: j.key, month: q.month, request: q.key}]->(j), (q)-[:ABOUT]->(m)
    CREATE (q)-[:ANSWERED_BY {matchedMonth: $month, closedMonth: $month, outcome: 'COMPLETED'}]->(s)
    CREATE (s)-[:LOAD]->(:SiteMonth {key: $prefix + 'month', month: $month, matched: 9})""",
)
PLANT_SITE = Statement(
    "plant-site",
    """CYPHER 25
    MATCH (j:Jurisdiction {key: 'us-county:47113'}), (m:ProgramModel {key: 'model:cit'})
    CREATE (s:Site {key: $prefix + 'site', status: 'CURRENT', joinedMonth: 24000, agencyType: 'SHERIFF',
      fromFile: true, swornBand: 'FROM_10', monthlyCapacity: 2,
      assistanceOffered: ['PHONE_CALL', 'VISIT_HOSTED']})
    CREATE (s)-[:SERVES]->(j), (s)-[:OPERATES {basis: 'published'}]->(m)
    CREATE (s)-[:LOAD]->(:SiteMonth {key: $prefix + 'month', month: $month, matched: 3})""",
)


async def test_scores_are_the_sums_of_their_contributions(world: World, recommend: Recommend) -> None:
    for asked in list(drawn(world))[::4]:
        for edge in (await recommend(asked))["edges"]:
            row = edge["node"]
            parts = {factor["name"]: factor for factor in row["factors"]}
            assert row["score"] == pytest.approx(sum(f["contribution"] for f in parts.values()), abs=1e-9)
            assert sum(f["weight"] for f in parts.values()) == pytest.approx(1, abs=1e-9)
            assert all(f["contribution"] == f["weight"] * f["value"] for f in parts.values())
            assert all(0 <= f["value"] <= 1 for f in parts.values())
            shown = sum(each["node"]["contribution"] for each in row["evidence"]["edges"])
            evidence = parts["EVIDENCE"]["contribution"] if "EVIDENCE" in parts else 0
            assert shown == pytest.approx(evidence, abs=1e-9)


async def test_excluding_a_site_changes_no_other(recommend: Recommend) -> None:
    whole = await recommend(Asked(place=VINTON, as_of=MID_2024, **WISHES))
    assert len(whole["edges"]) == 12
    for excluded in (edge["node"]["site"]["key"] for edge in whole["edges"]):
        rest = await recommend(Asked(place=VINTON, as_of=MID_2024, exclude=[excluded], **WISHES))
        wanted = [edge for edge in whole["edges"] if edge["node"]["site"]["key"] != excluded]
        assert rest["edges"] == wanted


async def test_a_site_is_never_recommended_to_jurisdictions_that_it_serves(
    world: World, recommend: Recommend
) -> None:
    pairs = [(site.key, place) for site in world.sites.values() for place in sorted(site.serves)]
    assert len(pairs) == 16
    for site, place in pairs:
        found = await recommend(Asked(place=place, as_of=TODAY, include_former=True))
        keys = {edge["node"]["site"]["key"] for edge in found["edges"]}
        assert keys == {each.key for each in world.sites.values() if place not in each.serves}
        assert site not in keys


async def test_a_former_site_is_recommended_only_on_request_and_marked(recommend: Recommend) -> None:
    without = await recommend(Asked(place=VINTON, as_of=TODAY))
    assert not any(edge["node"]["former"] for edge in without["edges"])
    found = await recommend(Asked(place=VINTON, as_of=TODAY, include_former=True))
    former = [edge["node"]["site"]["key"] for edge in found["edges"] if edge["node"]["former"]]
    assert former == ["site:gallia-jackson-meigs-oh"]


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2022, 5, 17), MID_2024])
async def test_as_of_shows_nothing_later(world: World, recommend: Recommend, day: date) -> None:
    asked = Asked(place=VINTON, as_of=day, **WISHES)
    shown = 0
    for edge in (await recommend(asked))["edges"]:
        for case in edge["node"]["evidence"]["edges"]:
            shown += 1
            request = world.requests[case["node"]["request"]["key"]]
            answer = next(a for a in request.answers if a.site == edge["node"]["site"]["key"])
            assert request.month < asked.month
            assert answer.matched_month < asked.month
            if answer.closed_month is None or answer.closed_month >= asked.month:
                assert case["node"]["outcome"] == "MATCHED"
    assert shown


async def test_later_data_change_no_earlier_answer(
    world: World, recommend: Recommend, database: Database, key_prefix: str
) -> None:
    earlier, later = Asked(place=VINTON, as_of=MID_2024), Asked(place=VINTON, as_of=date(2024, 8, 31))
    before = [await recommend(earlier), await recommend(later)]
    alike = before[0]["edges"][0]["node"]["evidence"]["edges"][0]["node"]["jurisdiction"]["key"]
    planted = {"prefix": key_prefix, "place": alike, "site": "site:houston-pd", "month": earlier.month}
    await database.write(PLANT_REQUEST, planted, Deadline.after(30))
    after = [await recommend(earlier), await recommend(later)]
    assert after[0] == before[0]
    assert after[1] != before[1]


async def test_a_site_before_it_joined_is_not_there(recommend: Recommend) -> None:
    """Those of 2021 joined in April: that month counts once it is over."""

    async def sites(day: date) -> set[str]:
        found = await recommend(Asked(place=VINTON, as_of=day))
        return {edge["node"]["site"]["key"] for edge in found["edges"]}

    before, after = await sites(date(2021, 4, 29)), await sites(date(2021, 4, 30))
    assert after - before == {"site:harris-county-so", "site:miami-dade-pd", "site:yavapai-coalition"}


async def test_a_request_of_several_counties_counts_once_by_the_most_similar(
    world: World, recommend: Recommend
) -> None:
    several = [r for r in world.requests.values() if len(r.places) > 1 and r.answers and r.month < 24290]
    assert several
    shown = 0
    for request in several:
        own = sorted(request.places)[0]
        found = await recommend(Asked(place=own, as_of=TODAY))
        for edge in found["edges"]:
            cases = [case["node"] for case in edge["node"]["evidence"]["edges"]]
            ours = [case for case in cases if case["request"]["key"] == request.key]
            assert len(ours) <= 1
            for case in ours:
                assert case["jurisdiction"]["key"] == own
                assert case["similarity"] == pytest.approx(1)
                shown += 1
    assert shown


@pytest.mark.parametrize("asked_before", [True, False])
async def test_a_profile_with_the_numbers_of_a_county_gets_its_answer(
    world: World, recommend: Recommend, asked_before: bool
) -> None:
    served = {key for site in world.sites.values() for key in site.serves}
    county = next(
        place
        for place in world.places.values()
        if place.kind == "COUNTY" and (place.first_answered is not None) == asked_before
        if place.key not in served
    )
    known = Asked(place=county.key, as_of=MID_2024, assistance=["SITE_TRAVELS"], **WISHES)
    profile = Asked(
        place=profile_of(world, county.key), as_of=MID_2024, assistance=["SITE_TRAVELS"], **WISHES
    )
    assert_same(await recommend(profile), await recommend(known))


async def test_a_site_that_states_its_capacity_and_its_help_is_taken_by_its_word(
    world: World, recommend: Recommend, database: Database, key_prefix: str
) -> None:
    asked = Asked(
        place=VINTON, models=["model:cit"], assistance=["PHONE_CALL", "SITE_TRAVELS"], as_of=MID_2024
    )
    month = asked.month - 6
    await database.write(PLANT_SITE, {"prefix": key_prefix, "month": month}, Deadline.after(30))
    site = Site(
        key=f"{key_prefix}site",
        status="CURRENT",
        joined_month=24000,
        agency_type="SHERIFF",
        sworn_band="FROM_10",
        assistance=["PHONE_CALL", "VISIT_HOSTED"],
        monthly_capacity=2,
        from_file=True,
        serves={"us-county:47113"},
        operates={"model:cit": None},
        matched={month: 3},
    )
    wanted = oracle.recommend(world._replace(sites=world.sites | {site.key: site}), asked)
    assert_same(without_reasons(await recommend(asked)), oracle.shown(wanted))
    values = {f.name: f.value for row in wanted.rows if row.site is site for f in row.factors}
    assert (values["CAPACITY"], values["ASSISTANCE"]) == (0.75, 0.5)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"for": {"jurisdictionKey": "us-county:99999"}}, ["us-county:99999"]),
        ({"models": ["model:cit", "model:lasso"]}, ["model:lasso"]),
        ({"models": ["topic:rural"]}, ["topic:rural"]),
        ({"topics": ["topic:weather"], "exclude": ["site:nowhere-pd"]}, ["topic:weather", "site:nowhere-pd"]),
        ({"for": {"profile": {"state": "ZZ", "population": 9000, "setting": "NONCORE"}}}, ["'ZZ'"]),
    ],
)
async def test_unknown_keys_are_named(refusal: Any, change: dict[str, Any], named: list[str]) -> None:
    error = await refusal(RECOMMEND, input=written(Asked(place=VINTON, as_of=TODAY)) | change)
    assert isinstance(error, UnknownKey)
    assert error.code == "UNKNOWN_KEY"
    assert all(key in str(error) for key in named)
    assert "model:cit" not in str(error)


@pytest.mark.parametrize(
    ("state", "use"),
    [
        ("ZZ", "use one of AK, AL,"),
        ("XX", "use one of AK, AL,"),
        ("", "use one of AK, AL,"),
        ("us-state:OH", "use one of AK, AL,"),
        ("oh", "use OH."),
        (" OH", "use OH."),
        ("Ohio", "use OH."),
        ("north carolina", "use NC."),
        ("D.C.", "use DC."),
    ],
)
async def test_an_unknown_state_is_an_error_before_planning(
    refusal: Any, bolt_requests: list[str], state: str, use: str
) -> None:
    profile = {"state": state, "population": 9000, "setting": "NONCORE"}
    error = await refusal(RECOMMEND, input={"for": {"profile": profile}})
    assert isinstance(error, UnknownKey)
    assert f"profile.state: unknown state {state!r}; {use}" in str(error)
    assert bolt_requests == []


async def test_every_state_of_the_graph_is_one_of_a_profile(ask: Any) -> None:
    text = "{ jurisdictions(where: {kind: {eq: STATE}}, first: 100) { edges { node { state } } } }"
    found = (await ask(text))["jurisdictions"]["edges"]
    assert sorted(edge["node"]["state"] for edge in found) == sorted(STATES)


@pytest.mark.parametrize(
    ("change", "kind", "message"),
    [
        (
            {"for": {"profile": {"state": "AZ", "kind": "OTHER", "population": 9000}}},
            InsufficientProfile,
            "give more of density, urban class, location",
        ),
        ({"for": {"profile": {"state": "AZ", "population": -1}}}, InvalidInput, "profile.population"),
        ({"for": {"profile": {"state": "AZ", "latitude": 33.0}}}, InvalidInput, "longitude"),
        ({"for": {"profile": {"state": "AZ", "latitude": 99.0, "longitude": 0.0}}}, InvalidInput, "latitude"),
        ({"weights": {"evidence": -0.1}}, InvalidInput, "weights.evidence: must be 0 or more"),
        ({"weights": {name.lower(): 0.0 for name in oracle.DEFAULTS}}, InvalidInput, "more than 0"),
        ({"weights": {"similarity": dict.fromkeys(oracle.PARTS, 0.0)}}, InvalidInput, "weights.similarity"),
        ({"asOf": "yesterday"}, InvalidInput, "asOf: expected a day such as 2023-05-31"),
        ({"asOf": "2023-02-30"}, InvalidInput, "asOf"),
        ({"asOf": 20230531}, InvalidInput, "asOf"),
        *(
            ({"asOf": other}, InvalidInput, "asOf: expected a day such as 2023-05-31")
            for other in (
                "20230531",  # ISO 8601 has more forms of a day
                "2023-W22-3",
                "2023W223",
                "2023-W22",
                "2023-151",
                "2023-05",
                "2023-5-31",
                "23-05-31",
                "+002023-05-31",
                "2023-05-31T00:00:00Z",
                "2023-05-31Z",
                " 2023-05-31",
                "2023-05-31\n",
                "2023\u201105\u201131",
                "\u0662\u0660\u0662\u0663-05-31",
                "\uff12\uff10\uff12\uff13-05-31",
                "2023-02-29",
                "2023-13-01",
                "2023-00-10",
                "0000-01-01",
                "",
                True,
                ["2023-05-31"],
                {"year": 2023},
            )
        ),
        ({"models": ["model:cit"] * 26}, InvalidInput, "models: at most 25"),
    ],
)
async def test_an_unanswerable_input_is_an_error(
    refusal: Any, change: dict[str, Any], kind: type[GraphError], message: str
) -> None:
    error = await refusal(RECOMMEND, input=written(Asked(place=VINTON, as_of=TODAY)) | change)
    assert type(error) is kind
    assert message in str(error)


THREE = {"evidence": 0.0, "fit": 0.0, "capacity": 0.0}


@pytest.mark.parametrize(
    ("change", "applying"),
    [
        ({}, "evidence, fit, capacity"),
        ({"weights": {"distance": 5.0, "campus": 1.0}}, "evidence, fit, capacity"),
        ({"models": ["model:cit"], "weights": {"coverage": 0.0}}, "evidence, fit, coverage, capacity"),
        (
            {"assistanceTypes": ["VISIT_HOSTED"], "weights": {"assistance": 0.0, "distance": 0.0}},
            "evidence, fit, capacity, assistance, distance",
        ),
        (
            {"agencyType": "CAMPUS_POLICE", "weights": {"campus": 0.0}},
            "evidence, fit, capacity, campus",
        ),
        (
            {"agencyType": "TRIBAL_POLICE", "weights": {"tribe": 0.0}},
            "evidence, fit, capacity, tribe",
        ),
        ({"for": {"jurisdictionKey": "us-state:OH"}}, "evidence, capacity"),
    ],
)
@pytest.mark.parametrize("role", [Role.STAFF, Role.READER])
async def test_factors_that_all_weigh_nothing_are_an_error_that_names_them(
    executor: Executor, change: dict[str, Any], applying: str, role: Role
) -> None:
    weights = {"weights": THREE | change.get("weights", {})}
    asked = {"for": {"jurisdictionKey": VINTON}, "asOf": "2025-12-31"} | change | weights
    text = """query ($input: RecommendInput!) {
      recommendSites(input: $input) { label edges { node { score factors { name } } } } }"""
    answer = await executor.execute(text, {"input": asked}, None, Deadline.after(60), Viewer(role))
    assert answer.data == {"recommendSites": None}
    [error] = answer.errors or []
    assert isinstance(error.original_error, InvalidInput)
    assert error.original_error.code == "BAD_USER_INPUT"
    assert f"weights: of the factors that apply here ({applying}), at least one needs" in str(error)
    weights["weights"] |= {"capacity": 0.1}
    answer = await executor.execute(text, {"input": asked | weights}, None, Deadline.after(60), Viewer(role))
    assert answer.errors is None
    assert answer.data is not None
    assert {
        factor["name"] for e in answer.data["recommendSites"]["edges"] for factor in e["node"]["factors"]
    } >= {"CAPACITY"}


async def test_without_a_site_to_rank_no_weight_is_wrong(ask: Any) -> None:
    sites = [
        edge["node"]["key"] for edge in (await ask("{ sites { edges { node { key } } } }"))["sites"]["edges"]
    ]
    asked = {"for": {"jurisdictionKey": VINTON}, "weights": THREE, "exclude": sites}
    assert (await ask(RECOMMEND, input=asked))["recommendSites"]["edges"] == []


@pytest.mark.parametrize("day", ["20251231", "2025-W52-3", "2025-12-31T00:00:00Z", 20251231])
async def test_evidence_of_a_jurisdiction_takes_a_day_in_the_same_form(refusal: Any, day: Any) -> None:
    text = """query ($day: Date) { jurisdiction(key: "us-county:39163") {
      sitesThatHelpedSimilar(asOf: $day) { totalCount } } }"""
    error = await refusal(text, day=day)
    assert type(error) is InvalidInput
    assert "asOf: expected a day such as 2023-05-31" in str(error)


async def test_the_last_day_of_the_calendar_is_a_day(recommend: Recommend) -> None:
    found = await recommend(Asked(place=VINTON, as_of=TODAY))
    last = await recommend(Asked(place=VINTON, as_of=date.max.replace(day=30)))
    assert len(last["edges"]) == len(found["edges"])


@pytest.mark.parametrize("day", ["2010-01-01", "1900-01-01", "0001-01-01"])
async def test_before_any_site_had_joined_none_is_recommended(ask: Any, day: str) -> None:
    asked = 'input: {for: {jurisdictionKey: "us-county:39163"}, asOf: $day}'
    text = f"""query ($day: Date) {{ recommendSites({asked}) {{
      label totalCount edges {{ node {{ score }} }} documentedSites }} }}"""
    found = (await ask(text, day=day))["recommendSites"]
    assert found == {"label": None, "totalCount": 0, "edges": [], "documentedSites": 12}


async def test_a_list_without_evidence_is_not_synthetic(ask: Any) -> None:
    text = """{ recommendSites(input: {for: {jurisdictionKey: "us-state:OH"}, asOf: "2019-12-31"}, first: 1) {
      synthetic edges { node { site { key } } } } }"""
    found = (await ask(text))["recommendSites"]
    assert found["edges"]
    assert found["synthetic"] is False
