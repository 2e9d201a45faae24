"""Values as people write them: each means what it says, or is refused with what it could mean."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest
from graph_answers import asked, quarantined
from request_files import REQUEST

from domain.spellings import OTHER_FORMS, SEVERAL, plain_word, spellings
from domain.titles import TITLES
from domain.vocabulary import AssistanceType, DescribedEnum, RequestStatus
from graph.database import Database
from graph.settings import Settings
from loaders.bundled.resolver import resolver_of
from loaders.pipeline.load_report import LoadReport
from loaders.pipeline.placement import Placement
from loaders.sources.jurisdictions.source import JURISDICTIONS
from loaders.sources.partner_agencies import PARTNER_AGENCIES
from loaders.sources.requests.source import REQUESTS

Take = Callable[..., Awaitable[LoadReport]]

MATCHED: Final = {"sites": "site:houston-pd", "matched_month": "2024-06", "status": "matched"}
MEANT: Final[list[tuple[dict[str, Any], str, Any]]] = [
    ({"month": "2024-03-14"}, "q.monthText", "2024-03"),
    ({"month": "3/14/2024"}, "q.monthText", "2024-03"),
    ({"month": "14 Mar 2024"}, "q.monthText", "2024-03"),
    ({"month": "45365"}, "q.monthText", "2024-03"),
    ({"month": 45365}, "q.monthText", "2024-03"),
    ({"month": "2024-03-14 08:00:00"}, "q.monthText", "2024-03"),
    (MATCHED | {"matched_month": "June 3, 2024"}, "q.matchedMonth", 12 * 2024 + 5),
    (MATCHED | {"status": "Completed", "closed_month": "7/31/2024"}, "q.closedMonth", 12 * 2024 + 6),
    ({"status": "Received"}, "q.status", "RECEIVED"),
    ({"status": "ACKNOWLEDGED"}, "q.status", "ACKNOWLEDGED"),
    ({"status": "Being clarified"}, "q.status", "SCOPING"),
    ({"status": "In Progress"}, "q.status", "IN_PROGRESS"),
    ({"status": " In-progress "}, "q.status", "IN_PROGRESS"),
    ({"status": "Referred elsewhere"}, "q.status", "REFERRED_ELSEWHERE"),
    ({"status": "Cancelled"}, "q.status", "WITHDRAWN"),
    ({"state": "Texas"}, "q.state", "TX"),
    ({"state": "tx"}, "q.state", "TX"),
    ({"state": "Tex."}, "q.state", "TX"),
    ({"state": "State of Texas"}, "q.state", "TX"),
    ({"state": "Texas (TX)"}, "q.state", "TX"),
    ({"jurisdiction_type": "City or town"}, "q.jurisdictionType", "CITY"),
    ({"jurisdiction_type": "Municipality"}, "q.jurisdictionType", "CITY"),
    ({"jurisdiction_type": "Village"}, "q.jurisdictionType", "CITY"),
    ({"agency_type": "Sheriff's Office"}, "q.agencyType", "SHERIFF"),
    ({"agency_type": "Sheriff\N{RIGHT SINGLE QUOTATION MARK}s Department"}, "q.agencyType", "SHERIFF"),
    ({"agency_type": "City police"}, "q.agencyType", "MUNICIPAL_POLICE"),
    ({"sworn_band": "10\N{EN DASH}49", "sworn_band_basis": "Estimated"}, "q.swornBand", "FROM_10"),
    ({"sworn_band": "1,000+", "sworn_band_basis": "stated"}, "q.swornBand", "FROM_1000"),
    ({"sworn_band": "Oct-49", "sworn_band_basis": "stated"}, "q.swornBand", "FROM_10"),
    ({"sworn_band": "fewer than 10", "sworn_band_basis": "Self-reported"}, "q.swornBandBasis", "STATED"),
    ({"asker_role": "Chief of Police"}, "q.askerRole", "AGENCY_HEAD"),
    ({"grantee": "Yes"}, "q.grantee", True),
    ({"assistance_types": "Phone call | Webinar"}, "q.assistanceTypes", ["PHONE_CALL", "WEBINAR"]),
    ({"assistance_types": "E-mail, documents"}, "q.assistanceTypes", ["EMAIL_EXCHANGE", "DOCUMENT_SHARING"]),
    ({"assistance_types": ["Zoom", ""]}, "q.assistanceTypes", ["VIRTUAL_CONSULTATION"]),
    ({"counting_rule": "Fact sheet"}, "q.countingRule", "FACT_SHEET"),
    ({"agency_type": "", "fips": " ", "models": ""}, "q.agencyType", None),
]
MODELS: Final[list[tuple[Any, list[str]]]] = [
    ("Co-responder team", ["model:co-responder"]),
    ("co-responder; CIT", ["model:cit", "model:co-responder"]),
    ("Crisis Intervention Team (CIT)|Mobile crisis team", ["model:cit", "model:mobile-crisis"]),
    ("crisis intervention team, Model:Co-Responder", ["model:cit", "model:co-responder"]),
    (["Jail reentry", "model:cit"], ["model:cit", "model:jail-reentry"]),
    ("model:cit\nTelehealth co-response", ["model:cit", "model:telehealth-co-response"]),
]
REFUSED: Final[list[tuple[dict[str, Any], str, str]]] = [
    ({"month": "3/4/2024"}, "month", "got '3/4/2024', which could be 2024-03-04 or 2024-04-03"),
    ({"month": "1999-05"}, "month", "YYYY-MM"),
    ({"status": "Recieved"}, "status", "did you mean received? Else write one of received, "),
    ({"status": "closed"}, "status", "which could be completed or referred_elsewhere or withdrawn"),
    ({"state": "Texsa"}, "state", "did you mean TX? Else write a state's two capital letters"),
    ({"jurisdiction_type": "Conty"}, "jurisdiction_type", "did you mean county?"),
    ({"agency_type": "police"}, "agency_type", "could be municipal_police or county_police"),
    ({"assistance_types": "fone call"}, "assistance_types", "did you mean phone_call?"),
    ({"assistance_types": "Site visit"}, "assistance_types", "could be visit_hosted or site_travels"),
    ({"models": "Co-respnder team"}, "models", "got 'Co-respnder team'; did you mean model:co-responder?"),
    ({"topics": "Homelesness"}, "topics", "did you mean topic:homelessness?"),
    (
        {"models": "flying squad"},
        "models",
        "got 'flying squad'; write keys such as model:co-responder, or names",
    ),
]


def rows_of(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [REQUEST | {"request_id": f"words-{number:02}"} | each for number, each in enumerate(cells)]


async def test_a_value_means_what_people_write(empty: Database, take: Take) -> None:
    report = await take(REQUESTS, *rows_of([cells for cells, _, _ in MEANT]))
    assert report.problems == {}
    for number, (cells, expression, expected) in enumerate(MEANT):
        key = f"request:words-{number:02}"
        [found] = await asked(empty, f"MATCH (q:Request {{key: $key}}) RETURN {expression}", key=key)
        assert found == expected, cells


async def test_models_and_topics_are_known_by_their_names(empty: Database, take: Take) -> None:
    cells = [{"models": written} for written, _ in MODELS]
    report = await take(REQUESTS, *rows_of([*cells, {"topics": "Rural and small-agency limits"}]))
    assert report.problems == {}
    for number, (_, keys) in enumerate([*MODELS, ("", [])]):
        statement = "MATCH (:Request {key: $key})-[:ABOUT]->(m) RETURN m.key ORDER BY m.key"
        assert await asked(empty, statement, key=f"request:words-{number:02}") == keys
    assert await asked(empty, "MATCH (:Request)-[:CONCERNS]->(t) RETURN t.key") == ["topic:rural"]


async def test_what_is_ambiguous_or_unknown_is_refused_with_what_it_could_mean(
    empty: Database, take: Take
) -> None:
    del empty
    for cells, field, said in REFUSED:
        [bad] = quarantined(await take(REQUESTS, *rows_of([cells]), max_bad_share=1.0))
        [problem] = bad["_problems"]
        assert (problem["code"], problem["field"]) == ("INVALID", field), cells
        assert said in f"{problem['reason']}; {problem['remedy']}"


async def test_a_key_that_no_node_has_is_refused_with_the_nearest(empty: Database, take: Take) -> None:
    del empty
    for cells, end in (
        ({"models": "model:co-respnder"}, "'model:co-respnder', did you mean model:co-responder?"),
        ({"topics": "topic:homelesness"}, "'topic:homelesness', did you mean topic:homelessness?"),
        (MATCHED | {"sites": "site:huston-pd"}, "'site:huston-pd', did you mean site:houston-pd?"),
        ({"models": "model:flying-squad"}, "'model:flying-squad'"),
    ):
        [bad] = quarantined(await take(REQUESTS, *rows_of([cells]), max_bad_share=1.0))
        [problem] = bad["_problems"]
        assert problem["code"] == "UNKNOWN_KEY"
        assert problem["reason"].endswith(end)


@pytest.mark.parametrize(
    ("cells", "place"),
    [
        ({"jurisdiction": "Houston", "jurisdiction_type": "City"}, ["us-place:4699066"]),
        ({"jurisdiction": "Reading", "state": "PA", "jurisdiction_type": "Township"}, []),
        ({"jurisdiction": "Ithaca", "state": "New York", "jurisdiction_type": "Town"}, []),
        ({"jurisdiction": "Orleans", "state": "LA", "jurisdiction_type": "Parish"}, ["us-county:22071"]),
    ],
)
async def test_a_type_that_says_more_than_ours_decides_where_a_name_is(
    empty: Database, take: Take, cells: dict[str, str], place: list[str]
) -> None:
    resolver = resolver_of(Settings())
    [row] = rows_of([{**cells, "jurisdiction_key": ""}])
    report = await take(REQUESTS, row, placement=Placement(lambda: resolver))
    assert report.problems == {}
    assert await asked(empty, "MATCH (:Request {key: 'request:words-00'})-[:FROM]->(j) RETURN j.key") == place


async def test_other_sources_read_words_as_logs_do(take: Take) -> None:
    people = {"jurisdiction_key": "us-county:48201", "state": "Texas", "jurisdiction_type": "County"}
    people |= {"population": "5,000,000", "population_year": "2031"}
    assert (await take(JURISDICTIONS, people, dry_run=True)).problems == {}
    partner = {"key": "partner:words-test", "name": "Test", "kind": "Non-profit", "sites": "site:houston-pd"}
    assert (await take(PARTNER_AGENCIES, partner, dry_run=True)).counts.created == 1


@pytest.mark.parametrize("values", OTHER_FORMS)
def test_every_member_is_known_by_value_name_title_and_its_other_forms(values: type[DescribedEnum]) -> None:
    known = spellings(values)
    for member in values:
        titles = TITLES[values.__name__]
        for form in (member.value, member.name, titles[member.name], member.value.upper()):
            assert known[plain_word(form)] == (member,), form
        for form in OTHER_FORMS[values].get(member, ()):
            assert form == plain_word(form)
            assert member in known[form]
            assert len(known[form]) == 1 or form in SEVERAL.get(values, {}) or form == "site visit"


def test_no_word_of_several_members_is_read_as_one() -> None:
    assert len(spellings(RequestStatus)["closed"]) == 3
    assert len(spellings(AssistanceType)["site visit"]) == 2
