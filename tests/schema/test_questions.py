"""The fifteen questions: each as a GraphQL document and as Cypher, with the same numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from domain.vocabulary import UrbanClass
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement, folder
from schema.model import MODEL

QUESTIONS = Path(__file__).parents[2] / "docs" / "questions"
NAMES = sorted(path.stem for path in QUESTIONS.glob("*.graphql"))
URBAN = list(UrbanClass.__members__)

Rows = Iterator[tuple[Any, ...]]

# Facts that are relationships, with the field that has their dates and pages.
CONFIRMED = {"models": "operates", "topics": "specializesIn", "partners": "partnersWith"}


def nodes(connection: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in connection["edges"]]


def counted(node: dict[str, Any], requests: str = "requests") -> tuple[int, int]:
    return node[requests]["totalCount"], node["synthetic"]["totalCount"]


def similar_sites(data: Any) -> Rows:
    for each in nodes(data["recommendSites"]):
        [fit] = each["factors"]
        yield each["site"]["name"], round(fit["value"], 9)


def model_in_a_place(data: Any) -> Rows:
    for site in nodes(data["sites"]):
        for place in nodes(site["jurisdictions"]):
            yield (
                site["name"],
                site["status"],
                place["name"],
                place["kind"],
                URBAN.index(place["urbanClass"]),
                place["population"],
            )


def requests_like_ours(data: Any) -> Rows:
    synthetic = [request["synthetic"] for request in nodes(data["requests"])]
    assert counted(data) == (len(synthetic), sum(synthetic))
    for request in nodes(data["requests"]):
        said = request["key"], request["month"], request["synthetic"]
        answers = request["answers"]["edges"]
        for answer in answers:
            yield *said, answer["node"]["name"], tuple(answer["assistanceTypes"]), answer["outcome"]
        if not answers:
            yield *said, None, None, None


def models_asked_for(data: Any) -> Rows:
    for model in nodes(data["programModels"]):
        yield model["name"], *counted(model), model["sites"]["totalCount"]


def per_million(data: Any) -> Rows:
    for area in data["coverageGaps"]["areas"]:
        yield (
            area["state"],
            area["requests"],
            area["syntheticRequests"],
            area["people"],
            area["requesters"],
            round(area["requestsPerMillion"], 9),
        )


def by_quarter(data: Any) -> Rows:
    for each in data["requestStatistics"]["rows"]:
        model = each["model"] and each["model"]["name"]
        yield each["quarter"], each["requests"], each["syntheticRequests"], model


def days_to_match(data: Any) -> Rows:
    for each in data["requestStatistics"]["rows"]:
        yield (
            each["assistanceType"],
            each["requests"],
            each["syntheticRequests"],
            each["agencySize"],
            each["medianDaysToMatch"],
            each["medianMonthsToClose"],
        )


def targets(data: Any) -> Rows:
    for gap in data["coverageGaps"]["models"]:
        urban = gap["urbanClass"] and URBAN.index(gap["urbanClass"])
        fit = gap["bestFit"] and round(gap["bestFit"], 9)
        yield gap["model"]["name"], gap["requests"], gap["syntheticRequests"], urban, gap["requesters"], fit


def who_could_share(data: Any) -> Rows:
    for site in nodes(data["sites"]):
        for edge in site["similarSites"]["edges"]:
            in_common = {f["name"]: f["value"] for f in edge["factors"]}["MODELS"]
            yield site["name"], *counted(site), edge["node"]["name"], round(in_common, 9)


def partners(data: Any) -> Rows:
    for group in data["partnerAgenciesAggregate"]:
        yield group["group"]["kind"], group["count"]


def bridges(data: Any) -> Rows:
    for partner in nodes(data["partnerAgencies"]):
        yield partner["name"], partner["kind"], tuple(sorted(s["name"] for s in nodes(partner["sites"])))


def nearest(data: Any) -> Rows:
    for edge in data["jurisdiction"]["nearbySites"]["edges"]:
        site, place = edge["node"], edge["jurisdiction"]
        visits = counted(site, "visits")
        yield site["name"], *visits, round(edge["miles"], 6), f"{place['name']}, {place['state']}"


def together(data: Any) -> Rows:
    for model in nodes(data["programModels"]):
        yield model["name"], model["sites"]["totalCount"]


def came_back(data: Any) -> Rows:
    for requester in nodes(data["jurisdictions"]):
        assert requester["synthetic"]["totalCount"] <= requester["requests"]["totalCount"]
        for request in nodes(requester["requests"]):
            topics = tuple(sorted(topic["key"] for topic in request["topics"]))
            yield requester["key"], request["key"], request["month"], topics, request["synthetic"]


def provenance(data: Any) -> Rows:
    site = data["site"]
    pages = {edge["node"]["key"]: edge for edge in site["citedIn"]["edges"]}
    basis = {name: "published" for edge in pages.values() for name in edge["citedFor"]}
    basis |= {"status": site["statusBasis"], "populationServed": site["populationServedBasis"]}
    basis |= {f"personnel{part}": site["personnelBasis"] for part in ("Total", "Sworn", "Civilian")}
    basis["joinedYear"] = "inferred" if site["joinedYearInferred"] else "published"
    confirmed = {"status": site["lastConfirmed"], "assistanceOffered": site["assistanceLastConfirmed"]}
    confirmed["populationServed"] = site["populationServedLastConfirmed"]
    confirmed |= {
        f"personnel{part}": site["personnelLastConfirmed"] for part in ("Total", "Sworn", "Civilian")
    }
    for fact, says in basis.items():
        if fact in CONFIRMED or site[fact] is None or says is None:
            continue
        value = tuple(site[fact]) if isinstance(site[fact], list) else site[fact]
        cited = [edge["node"] for edge in pages.values() if fact in edge["citedFor"]]
        for page in cited or [None]:
            yield fact, value, says, confirmed.get(fact), *page_of(page)
    for fact, field in CONFIRMED.items():
        for edge in site[field]["edges"]:
            page = pages[edge["confirmedBy"]]["node"] if edge["confirmedBy"] else None
            known = edge.get("basis", "published"), edge["lastConfirmed"]
            yield fact, edge["node"]["name"], *known, *page_of(page)
        confirming = {edge["confirmedBy"] for edge in site[field]["edges"]}
        for key, edge in pages.items():
            if fact in edge["citedFor"] and key not in confirming:
                yield fact, None, "published", None, *page_of(edge["node"])


def page_of(page: dict[str, Any] | None) -> tuple[Any, ...]:
    return (page["title"], page["seenOn"], page["url"]) if page else (None, None, None)


def columns(*names: str) -> Callable[[dict[str, Any]], Rows]:
    """Reads a record's columns; lists become tuples, numbers that are computed have 9 digits."""

    def read(record: dict[str, Any]) -> Rows:
        yield tuple(_plain(record[name]) for name in names)

    return read


def _plain(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 9)
    return tuple(value) if isinstance(value, list) else value


def path(record: dict[str, Any]) -> Rows:
    assert record["requests"] == len(record["path"])
    assert record["synthetic"] == sum(step["synthetic"] for step in record["path"])
    for step in record["path"]:
        yield (
            record["requester"],
            step["request"],
            step["month"],
            tuple(step["topics"]),
            step["synthetic"],
        )


def miles(record: dict[str, Any]) -> Rows:
    yield record["site"], record["visits"], record["synthetic"], round(record["miles"], 6), record["serves"]


# Number of the question: how rows are read from GraphQL's answer, and from a record of Cypher's.
READ: dict[str, tuple[Callable[[Any], Rows], Callable[[dict[str, Any]], Rows]]] = {
    "01": (similar_sites, columns("site", "similarity")),
    "02": (model_in_a_place, columns("site", "status", "place", "kind", "urbanClass", "population")),
    "03": (requests_like_ours, columns("request", "month", "synthetic", "site", "assistance", "outcome")),
    "04": (models_asked_for, columns("model", "requests", "synthetic", "sites")),
    "05": (per_million, columns("state", "requests", "synthetic", "people", "requesters", "perMillion")),
    "06": (by_quarter, columns("quarter", "requests", "synthetic", "model")),
    "07": (who_could_share, columns("site", "requests", "synthetic", "other", "inCommon")),
    "08": (days_to_match, columns("assistance", "requests", "synthetic", "size", "days", "months")),
    "09": (partners, columns("kind", "partners")),
    "10": (bridges, columns("partner", "kind", "sites")),
    "11": (nearest, miles),
    "12": (together, columns("model", "sites")),
    "13": (targets, columns("model", "requests", "synthetic", "urbanClass", "requesters", "bestFit")),
    "14": (came_back, path),
    "15": (provenance, columns("fact", "value", "basis", "confirmed", "page", "seen", "url")),
}


def test_every_question_has_both_forms_and_a_line_in_the_list() -> None:
    cypher = [each.name.removeprefix("research/questions/") for each in folder("research/questions")]
    assert [name.replace("-", "_") for name in NAMES] == cypher
    assert [name[:2] for name in NAMES] == sorted(READ)
    listed = (QUESTIONS / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\]\((\S+)\.graphql\)", listed) == NAMES
    assert re.findall(r"questions/(\w+)\.cypher\)", listed) == cypher


@pytest.mark.parametrize("name", NAMES)
async def test_graphql_and_cypher_give_the_same_numbers(ask: Any, database: Database, name: str) -> None:
    of_graphql, of_cypher = READ[name[:2]]
    data = await ask((QUESTIONS / f"{name}.graphql").read_text(encoding="utf-8"))
    [question] = [each for each in folder("research/questions") if each.name.split("/")[-1][:2] == name[:2]]
    records = await database.read(question, {}, Deadline.after(60))
    found = sorted(of_graphql(data), key=repr)
    assert found
    assert found == sorted((row for record in records for row in of_cypher(dict(record))), key=repr)


async def test_every_based_fact_of_every_site_leads_to_a_page_or_is_inferred(
    ask: Any, database: Database
) -> None:
    [question] = [each for each in folder("research/questions") if each.name.endswith("15_provenance")]
    document = (QUESTIONS / "15-provenance.graphql").read_text(encoding="utf-8")
    keys = [
        site["key"]
        for site in nodes((await ask("{ sites(first: 100) { edges { node { key } } } }"))["sites"])
    ]
    assert len(keys) == 13
    for key in keys:
        data = await ask(document, key=key)
        of_site = Statement(question.name, question.text.replace("site:houston-pd", key))
        records = await database.read(of_site, {}, Deadline.after(60))
        found = sorted(provenance(data), key=repr)
        assert found == sorted((row for record in records for row in READ["15"][1](dict(record))), key=repr)
        for fact, _, basis, _, title, seen, url in found:
            assert (title and seen and url) or basis.startswith("inferred"), (key, fact)
        staff = {
            name for name in ("personnelTotal", "personnelSworn", "personnelCivilian") if data["site"][name]
        }
        cited = {
            (fact, edge["node"]["url"])
            for edge in data["site"]["citedIn"]["edges"]
            for fact in edge["citedFor"]
        }
        assert cited == {(fact, url) for fact, *_, url in found if url}, key
        based = {"status", "joinedYear", "populationServed", "models"} | staff
        assert based <= {fact for fact, *_ in found}, key


async def test_pages_are_cited_for_fields_of_a_site_by_their_names(ask: Any) -> None:
    cited = "{ sites(first: 100) { edges { node { citedIn(first: 100) { edges { citedFor } } } } } }"
    sites = nodes((await ask(cited))["sites"])
    facts = {fact for site in sites for edge in site["citedIn"]["edges"] for fact in edge["citedFor"]}
    assert facts <= MODEL.executable.type_map["Site"].fields.keys()
    assert {"joinedYear", "populationServed", "personnelSworn", "specialties", "models"} <= facts


async def test_a_source_has_a_title_that_says_where_it_comes_from_and_the_day_it_was_seen(ask: Any) -> None:
    cited = "citedIn(first: 100) { edges { node { url title titleBasis seenOn } } }"
    sites = nodes((await ask(f"{{ sites(first: 100) {{ edges {{ node {{ {cited} }} }} }} }}"))["sites"])
    pages = [page for site in sites for page in nodes(site["citedIn"])]
    assert len(pages) > 90
    for page in pages:
        assert page["title"], page
        assert re.fullmatch(r"2026-11-\d\d", page["seenOn"]), page
        host = page["url"].split("/")[2].removeprefix("www.")
        if page["titleBasis"] == "ADDRESS":
            assert page["title"].endswith(f" ({host})"), page
    assert {page["titleBasis"] for page in pages} == {"RECORDED", "ADDRESS"}
