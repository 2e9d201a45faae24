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
from graph.statements import folder

QUESTIONS = Path(__file__).parents[2] / "docs" / "questions"
NAMES = sorted(path.stem for path in QUESTIONS.glob("*.graphql"))
URBAN = list(UrbanClass.__members__)

Rows = Iterator[tuple[Any, ...]]


def nodes(connection: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in connection["edges"]]


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
    for request in nodes(data["requests"]):
        said = request["key"], request["month"], request["synthetic"]
        answers = request["answers"]["edges"]
        for answer in answers:
            yield *said, answer["node"]["name"], tuple(answer["assistanceTypes"]), answer["outcome"]
        if not answers:
            yield *said, None, None, None


def models_asked_for(data: Any) -> Rows:
    for model in nodes(data["programModels"]):
        yield model["name"], model["requests"]["totalCount"], model["sites"]["totalCount"]


def per_million(data: Any) -> Rows:
    for area in data["coverageGaps"]["areas"]:
        yield (
            area["state"],
            area["people"],
            area["requests"],
            area["requesters"],
            round(area["requestsPerMillion"], 9),
        )


def by_quarter(data: Any) -> Rows:
    for each in data["requestStatistics"]["rows"]:
        yield each["quarter"], each["model"] and each["model"]["name"], each["requests"]


def days_to_match(data: Any) -> Rows:
    for each in data["requestStatistics"]["rows"]:
        yield (
            each["assistanceType"],
            each["agencySize"],
            each["requests"],
            each["medianDaysToMatch"],
            each["medianMonthsToClose"],
        )


def targets(data: Any) -> Rows:
    for gap in data["coverageGaps"]["models"]:
        urban = gap["urbanClass"] and URBAN.index(gap["urbanClass"])
        fit = gap["bestFit"] and round(gap["bestFit"], 9)
        yield gap["model"]["name"], urban, gap["requests"], gap["requesters"], fit


def who_could_share(data: Any) -> Rows:
    for site in nodes(data["sites"]):
        for edge in site["similarSites"]["edges"]:
            in_common = {f["name"]: f["value"] for f in edge["factors"]}["MODELS"]
            yield site["name"], site["requests"]["totalCount"], edge["node"]["name"], round(in_common, 9)


def partners(data: Any) -> Rows:
    for group in data["partnerAgenciesAggregate"]:
        yield group["group"]["kind"], group["count"]


def bridges(data: Any) -> Rows:
    for partner in nodes(data["partnerAgencies"]):
        yield partner["name"], partner["kind"], tuple(sorted(s["name"] for s in nodes(partner["sites"])))


def nearest(data: Any) -> Rows:
    for edge in data["jurisdiction"]["nearbySites"]["edges"]:
        place = edge["jurisdiction"]
        yield edge["node"]["name"], f"{place['name']}, {place['state']}", round(edge["miles"], 6)


def together(data: Any) -> Rows:
    for model in nodes(data["programModels"]):
        yield model["name"], model["sites"]["totalCount"]


def came_back(data: Any) -> Rows:
    for requester in nodes(data["jurisdictions"]):
        for request in nodes(requester["requests"]):
            topics = tuple(sorted(topic["key"] for topic in request["topics"]))
            yield requester["key"], request["key"], request["month"], topics, request["synthetic"]


def provenance(data: Any) -> Rows:
    site = data["site"]
    yield site["statusBasis"], site["personnelBasis"], site["joinedYearInferred"]
    yield site["lastConfirmed"], site["personnelLastConfirmed"]
    cited = site["citedIn"]["edges"]
    yield tuple(sorted(f"{page['node']['url']}: {fact}" for page in cited for fact in page["citedFor"]))
    edges = site["operates"]["edges"]
    yield tuple(sorted(f"{edge['node']['name']}: {edge['basis']}, {edge['lastConfirmed']}" for edge in edges))


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
    for step in record["path"]:
        yield (
            record["requester"],
            step["request"],
            step["month"],
            tuple(step["topics"]),
            step["synthetic"],
        )


def miles(record: dict[str, Any]) -> Rows:
    yield record["site"], record["serves"], round(record["miles"], 6)


def facts(record: dict[str, Any]) -> Rows:
    yield record["statusBasis"], record["personnelBasis"], record["joinedYearInferred"]
    yield record["statusConfirmed"], record["personnelConfirmed"]
    yield tuple(record["pages"])
    yield tuple(record["models"])


# Number of the question: how rows are read from GraphQL's answer, and from a record of Cypher's.
READ: dict[str, tuple[Callable[[Any], Rows], Callable[[dict[str, Any]], Rows]]] = {
    "01": (similar_sites, columns("site", "similarity")),
    "02": (model_in_a_place, columns("site", "status", "place", "kind", "urbanClass", "population")),
    "03": (requests_like_ours, columns("request", "month", "synthetic", "site", "assistance", "outcome")),
    "04": (models_asked_for, columns("model", "requests", "sites")),
    "05": (per_million, columns("state", "people", "requests", "requesters", "perMillion")),
    "06": (by_quarter, columns("quarter", "model", "requests")),
    "07": (who_could_share, columns("site", "requests", "other", "inCommon")),
    "08": (days_to_match, columns("assistance", "size", "requests", "days", "months")),
    "09": (partners, columns("kind", "partners")),
    "10": (bridges, columns("partner", "kind", "sites")),
    "11": (nearest, miles),
    "12": (together, columns("model", "sites")),
    "13": (targets, columns("model", "urbanClass", "requests", "requesters", "bestFit")),
    "14": (came_back, path),
    "15": (provenance, facts),
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
