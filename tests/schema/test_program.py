"""`program`, and on sites: how old each fact is, which page confirms it, and how to ask for help."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graphql import build_schema

from domain.program import HOW_TO_ASK, SUPPORT_CENTER_URL, age_note, sites_note
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement

PROGRAM = (
    "{ program { name currentSites documentedSites sitesNote lastConfirmed note howToAsk howToAskUrl } }"
)
SITE = """
query Site($key: String!) {
  site(key: $key) {
    status lastConfirmed confirmedBy
    personnelTotal personnelLastConfirmed personnelConfirmedBy
    populationServed populationServedLastConfirmed populationServedConfirmedBy
    assistanceOffered assistanceLastConfirmed assistanceConfirmedBy
    howToAsk directContactLastConfirmed directContactConfirmedBy
    operates(first: 100) { edges { lastConfirmed confirmedBy node { key } } }
    specializesIn(first: 100) { edges { lastConfirmed confirmedBy node { key } } }
    partnersWith(first: 100) { edges { lastConfirmed confirmedBy node { key } } }
    citedIn(first: 100) { edges { citedFor node { key } } }
  }
}
"""


async def all_sites(ask: Any) -> list[dict[str, Any]]:
    keys = (await ask("{ sites(first: 100) { edges { node { key } } } }"))["sites"]["edges"]
    return [(await ask(SITE, key=edge["node"]["key"]))["site"] for edge in keys]


async def test_the_program_says_what_is_missing_how_old_it_is_and_how_to_ask(ask: Any) -> None:
    assert (await ask(PROGRAM))["program"] == {
        "name": "Law Enforcement-Mental Health Learning Sites",
        "currentSites": 14,
        "documentedSites": 12,
        "sitesNote": "12 of 14 current sites are documented. The other 2 are in no public source that "
        "we found, and in no list of sites.",
        "lastConfirmed": "2023-06",
        "note": "Nothing newer than 2023 was found; confirm before you rely on it.",
        "howToAsk": HOW_TO_ASK,
        "howToAskUrl": SUPPORT_CENTER_URL,
    }
    assert SUPPORT_CENTER_URL in HOW_TO_ASK
    assert "no application process" in HOW_TO_ASK


async def test_every_fact_of_every_site_has_a_date_and_a_source_that_is_cited_for_it(ask: Any) -> None:
    for site in await all_sites(ask):
        cited = {edge["node"]["key"]: edge["citedFor"] for edge in site["citedIn"]["edges"]}
        dated = [("status", site["lastConfirmed"], site["confirmedBy"])]
        dated += [
            (name, site[f"{prefix}LastConfirmed"], site[f"{prefix}ConfirmedBy"])
            for name, prefix, value in (
                ("personnelTotal", "personnel", site["personnelTotal"]),
                ("populationServed", "populationServed", site["populationServed"]),
                ("assistanceOffered", "assistance", site["assistanceOffered"]),
                ("directContactLastConfirmed", "directContact", site["directContactLastConfirmed"]),
            )
            if value is not None
        ]
        for name, field in (
            ("models", "operates"),
            ("topics", "specializesIn"),
            ("partners", "partnersWith"),
        ):
            assert site[field]["edges"], field
            dated += [(name, edge["lastConfirmed"], edge["confirmedBy"]) for edge in site[field]["edges"]]
        for name, date, source in dated:
            assert date, (site, name)
            assert name in cited[source], (site, name)


async def test_facts_are_found_by_their_age(ask: Any) -> None:
    old = """{ sites(where: {operates: {some: {
        node: {key: {eq: "model:crisis-stabilization-unit"}}, edge: {lastConfirmed: {gte: "2019", lt: "2020"}}
    }}}) { edges { node { key } } } }"""
    assert (await ask(old))["sites"]["edges"] == [{"node": {"key": "site:madison-county-tn-so"}}]
    newest = "{ sites(sort: [{lastConfirmed: DESC}, {key: ASC}], first: 2) { edges { node { key } } } }"
    assert [edge["node"]["key"] for edge in (await ask(newest))["sites"]["edges"]] == [
        "site:university-of-florida-pd",
        "site:yavapai-coalition",
    ]


async def test_a_site_is_asked_directly_only_where_a_page_says_so(ask: Any) -> None:
    for site in await all_sites(ask):
        assert SUPPORT_CENTER_URL in site["howToAsk"]
        directly = "may also be contacted directly" in site["howToAsk"]
        assert directly == (site["directContactConfirmedBy"] is not None)
        assert ("has left the program" in site["howToAsk"]) == (site["status"] == "FORMER")


def test_notes_follow_the_facts() -> None:
    assert sites_note(14) == "14 of 14 current sites are documented."
    assert sites_note(13).endswith(
        "The other one is in no public source that we found, and in no list of sites."
    )
    assert age_note("2026-10") == "Nothing newer than 2026 was found; confirm before you rely on it."
    assert age_note(None) == "No site was confirmed; confirm before you rely on it."


def test_lists_of_sites_say_that_undocumented_sites_are_missing() -> None:
    names = [
        "Query.sites",
        "Query.recommendSites",
        "ProgramModel.sites",
        "Topic.sites",
        "PartnerAgency.sites",
    ]
    names += ["Site.similarSites", "Jurisdiction.nearbySites", "Jurisdiction.sites"]
    types = build_schema((Path(__file__).parents[2] / "schema.graphql").read_text(encoding="utf-8")).type_map
    for name in names:
        owner, _, field = name.partition(".")
        assert "without a public source are missing" in types[owner].fields[field].description, name  # type: ignore[attr-defined]


PLACED = """{ sites(first: 100) { edges { node {
  key latitude longitude jurisdictions(first: 100) { edges { node { key population latitude longitude } } }
} } } }"""


async def test_a_site_is_where_most_people_are_whom_it_serves(ask: Any) -> None:
    sites = [edge["node"] for edge in (await ask(PLACED))["sites"]["edges"]]
    assert len(sites) == 13
    for site in sites:
        served = [edge["node"] for edge in site["jurisdictions"]["edges"]]
        largest = max(served, key=lambda each: each["population"])
        assert (site["latitude"], site["longitude"]) == (largest["latitude"], largest["longitude"])
    [coalition] = [site for site in sites if site["key"] == "site:gallia-jackson-meigs-oh"]
    served = {edge["node"]["key"]: edge["node"] for edge in coalition["jurisdictions"]["edges"]}
    region = served["us-region:gallia-jackson-meigs"]
    assert (coalition["latitude"], coalition["longitude"]) == (region["latitude"], region["longitude"])


async def test_a_site_that_serves_nothing_is_nowhere(ask: Any, database: Database, key_prefix: str) -> None:
    plant = Statement("plant", "CYPHER 25 CREATE (:Site {key: $key, name: 'Planted'})")
    await database.write(plant, {"key": f"{key_prefix}site"}, Deadline.after(30))
    text = "query ($key: String!) { site(key: $key) { name latitude longitude } }"
    found = (await ask(text, key=f"{key_prefix}site"))["site"]
    assert found == {"name": "Planted", "latitude": None, "longitude": None}
