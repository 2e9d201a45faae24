"""The facts on sites that were looked up in November 2026, each with its page and its date."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from domain.vocabulary import AgencyType, AssistanceType, SiteStatus
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.bundled.reference import read_sites
from loaders.sources.sites.contract import Confirmed, Site

SITES = {site.key.removeprefix("site:"): site for site in read_sites()}
TABLE_OF_TEN = "fuslontable"
FBI = "crimedatatool_helper"

STAFF = [
    ("miami-dade-pd", 4700, 3147, None, "2023", "nleomf.org"),
    ("madison-county-tn-so", 281, 120, 161, "2018", f"{FBI}/police/TN05700"),
    ("yavapai-coalition", 177, 117, 60, "2021", f"{FBI}/police/AZ01300"),
    ("salt-lake-city-pd", 533, 437, 96, "2019-11", "cops.usdoj.gov"),
]
MODELS = [
    ("madison-county-tn-so", "crisis-stabilization-unit", "2019-12", TABLE_OF_TEN),
    ("yavapai-coalition", "training-hub", "2023-06", "prescottenews.com"),
    ("tucson-pd", "case-management", "2021", "15pbja-21-gg-04309-ment"),
    ("arlington-ma-pd", "case-management", "2019-12", TABLE_OF_TEN),
    ("madison-wi-pd", "training-hub", "2019-12", TABLE_OF_TEN),
    ("harris-county-so", "training-hub", "2021", "harriscountycit.org/learning-site"),
    ("gallia-jackson-meigs-oh", "telehealth-co-response", "2019-12", TABLE_OF_TEN),
    ("salt-lake-city-pd", "homeless-outreach", "2019-11", "cops.usdoj.gov"),
    ("portland-me-pd", "embedded-clinician", "2019-12", TABLE_OF_TEN),
]
TOPICS = [
    ("madison-county-tn-so", "data-evaluation", "2019-12", TABLE_OF_TEN),
    ("madison-county-tn-so", "information-sharing", "2019-12", TABLE_OF_TEN),
    ("yavapai-coalition", "cit-training", "2023-06", "prescottenews.com"),
    ("arlington-ma-pd", "data-evaluation", "2019-12", TABLE_OF_TEN),
    ("arlington-ma-pd", "cit-training", "2019-12", TABLE_OF_TEN),
    ("madison-wi-pd", "data-evaluation", "2019-12", TABLE_OF_TEN),
    ("houston-pd", "cit-training", "2019-12", TABLE_OF_TEN),
    ("salt-lake-city-pd", "multi-jurisdiction", "2019-12", TABLE_OF_TEN),
    ("harris-county-so", "cit-training", "2021", "harriscountycit.org/learning-site"),
    ("gallia-jackson-meigs-oh", "substance-use", "2019-12", TABLE_OF_TEN),
]
PARTNERS = [
    ("yavapai-coalition", "Prescott Valley Police Department", "2017-11", "sedona.biz"),
    ("yavapai-coalition", "Chino Valley Police Department", "2017-11", "sedona.biz"),
    ("yavapai-coalition", "Yavapai-Apache Nation Police Department", "2017-11", "sedona.biz"),
    ("tucson-pd", "Connections Health Solutions", "2021", "15pbja-21-gg-04309-ment"),
    ("harris-county-so", "NAMI Greater Houston", "2021", "harriscountycit.org/learning-site"),
    ("harris-county-so", "The Menninger Clinic", "2021", "harriscountycit.org/learning-site"),
    ("harris-county-so", "U.S. Department of Veterans Affairs", "2021", "harriscountycit.org/learning-site"),
    ("miami-dade-pd", "Thriving Mind South Florida", "2023", "15pbja-23-gg-02199-ment"),
]
IN_THE_PROGRAM = {"yavapai-coalition": "2023-06", "university-of-florida-pd": "2023-06"}
ASKED_DIRECTLY = {
    "houston-pd",
    "los-angeles-pd",
    "madison-wi-pd",
    "portland-me-pd",
    "salt-lake-city-pd",
    "university-of-florida-pd",
}


def facts(site: Site) -> Iterator[tuple[str, Confirmed]]:
    """Every fact that has a confirmation, by the name under which its page is cited."""
    yield "status", site
    yield "populationServed", site.population
    if site.personnel.total is not None:
        yield "personnelTotal", site.personnel
    yield from (("models", model) for model in site.models)
    yield from (("topics", topic) for topic in site.topics)
    yield from (("partners", partner) for partner in site.partners)
    if site.assistance_confirmed:
        yield "assistanceOffered", site.assistance_confirmed
    if site.direct_contact:
        yield "directContactLastConfirmed", site.direct_contact


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_every_fact_has_a_date_and_a_page_that_is_cited_for_it(site: Site) -> None:
    cited = {page.key: page.cited_for for page in site.sources}
    for name, fact in facts(site):
        assert fact.last_confirmed, (name, fact)
        assert fact.confirmed_by, (name, fact)
        assert name in cited[fact.confirmed_by], (name, fact)


@pytest.mark.parametrize(("key", "total", "sworn", "civilian", "date", "page"), STAFF)
def test_staff(key: str, total: int, sworn: int, civilian: int | None, date: str, page: str) -> None:
    staff = SITES[key].personnel
    assert (staff.total, staff.sworn, staff.civilian) == (total, sworn, civilian)
    check(staff, date, page)


@pytest.mark.parametrize(("key", "model", "date", "page"), MODELS)
def test_models(key: str, model: str, date: str, page: str) -> None:
    [found] = [each for each in SITES[key].models if each.key == f"model:{model}"]
    assert found.basis == "published"
    check(found, date, page)


@pytest.mark.parametrize(("key", "topic", "date", "page"), TOPICS)
def test_topics(key: str, topic: str, date: str, page: str) -> None:
    [found] = [each for each in SITES[key].topics if each.key == f"topic:{topic}"]
    check(found, date, page)


@pytest.mark.parametrize(("key", "name", "date", "page"), PARTNERS)
def test_partners(key: str, name: str, date: str, page: str) -> None:
    [found] = [each for each in SITES[key].partners if each.name == name]
    check(found, date, page)


def test_the_department_of_miami_dade_is_a_sheriffs_office_under_its_old_key() -> None:
    site = SITES["miami-dade-pd"]
    assert (site.name, site.agency_type) == ("Miami-Dade Sheriff's Office", AgencyType.SHERIFF)
    assert site.notes is not None
    assert "7 January 2025" in site.notes
    assert "Whether the designation moved along is not known" in site.notes
    named = {page.url for page in site.sources if {"name", "agencyType"} <= set(page.cited_for)}
    assert any("wlrn.org/government-politics/2025-01-07" in url for url in named)
    assert any("axios.com/local/miami/2024/10/29" in url for url in named)


def test_the_campus_of_florida_has_the_people_of_2022() -> None:
    people = SITES["university-of-florida-pd"].population
    assert (people.people, people.year) == (65_000 + 17_000 + 15_000, 2022)
    check(people, "2022", "15pbja-22-gg-03015-ment")


def test_former_authority_and_start_years_are_those_of_their_pages() -> None:
    notes = {partner.key: partner.note for partner in SITES["tucson-pd"].partners}
    assert notes["partner:cenpatico-integrated-care"] == "former regional authority"
    since = {
        model.key: model.since
        for key in ("portland-me-pd", "salt-lake-city-pd")
        for model in SITES[key].models
    }
    assert since["model:embedded-clinician"] is None  # of Salt Lake City, which comes second
    assert {m.key: m.since for m in SITES["portland-me-pd"].models}["model:embedded-clinician"] == 1996
    assert since["model:homeless-outreach"] == 2011


def test_the_last_proof_that_a_site_is_in_the_program_is_of_2020_or_2021_or_2023() -> None:
    for key, site in SITES.items():
        assert site.last_confirmed == IN_THE_PROGRAM.get(key, site.last_confirmed), key
        assert site.last_confirmed is not None
        assert site.last_confirmed[:4] in ({"2023"} if key in IN_THE_PROGRAM else {"2020", "2021"}), key
    assert SITES["gallia-jackson-meigs-oh"].status is SiteStatus.FORMER
    assert SITES["gallia-jackson-meigs-oh"].status_basis.startswith("inferred")


def test_help_is_known_of_two_sites_and_null_of_the_others() -> None:
    offered = {
        key: site.assistance_offered for key, site in SITES.items() if site.assistance_offered is not None
    }
    assert offered == {
        "houston-pd": (AssistanceType.VISIT_HOSTED,),
        "portland-me-pd": (AssistanceType.DOCUMENT_SHARING,),
    }
    for key, page in (
        ("houston-pd", "houstoncit.org/site-visits"),
        ("portland-me-pd", "portlandmaine.gov/1150"),
    ):
        confirmed = SITES[key].assistance_confirmed
        assert confirmed is not None
        check(confirmed, confirmed.last_confirmed, page)


def test_sites_that_a_page_invites_to_ask_directly_are_the_six_that_it_lists() -> None:
    assert {key for key, site in SITES.items() if site.direct_contact} == ASKED_DIRECTLY


def test_the_tribal_partner_and_its_neighbors_are_placed_where_their_names_say() -> None:
    names = {each.key: each.name for each in read_jurisdictions()}
    placed = {p.name: p.jurisdiction for p in SITES["yavapai-coalition"].partners}
    assert names[placed["Prescott Valley Police Department"] or ""] == "Prescott Valley"
    assert names[placed["Chino Valley Police Department"] or ""] == "Chino Valley"
    assert placed["Yavapai-Apache Nation Police Department"] is None


def check(fact: Confirmed, date: str | None, page: str) -> None:
    assert fact.last_confirmed == date
    assert fact.confirmed_by is not None
    assert page in fact.confirmed_by


def test_pages_that_several_sites_cite_have_one_title_and_one_day() -> None:
    pages: dict[str, set[tuple[object, ...]]] = {}
    for site in SITES.values():
        for page in site.sources:
            pages.setdefault(page.key, set()).add((page.url, page.title, page.seen_on))
    assert len(pages) > 60
    for key, said in pages.items():
        assert len(said) == 1, (key, said)
        [(_, _, seen_on)] = said
        assert seen_on, key


def test_each_site_names_a_page_for_the_year_it_joined_or_says_that_it_is_inferred() -> None:
    for key, site in SITES.items():
        cited = any("joinedYear" in page.cited_for for page in site.sources)
        assert cited is not site.joined_year_inferred, key
