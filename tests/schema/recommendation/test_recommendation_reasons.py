"""Reasons are sentences that a person of the field can check: every number in them is the oracle's."""

from __future__ import annotations

from calendar import month_name
from datetime import date

import pytest
from asking import VINTON, Recommend, profile_of, reason_of
from oracle import Asked, Case, Recommended, Row
from oracle import recommend as recommended
from world import World

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import Statement

EARLY = date(2021, 6, 30)  # when some sites had one case
MID_2024 = date(2024, 6, 30)
BEFORE = date(2019, 12, 31)
PARTS = {
    "size": "population",
    "density": "density",
    "setting": "kind and urban class",
    "region": "region",
    "distance": "distance",
}

PLANT_REQUESTER = Statement(
    "plant-requester",
    """CYPHER 25
    MATCH (v:Jurisdiction {key: $like}), (s:Site {key: 'site:tucson-pd'})
    CREATE (j:Jurisdiction:Requester {key: $prefix + 'county'})
    SET j += v {.*, key: $prefix + 'county', name: 'Plain County', firstAnswered: $month}
    CREATE (q:Request {key: $prefix + 'request', month: $month, synthetic: false})
    CREATE (q)-[:FROM {jurisdiction: j.key, month: q.month, request: q.key}]->(j)
    CREATE (q)-[:ANSWERED_BY {matchedMonth: $month, closedMonth: $month, outcome: 'COMPLETED'}]->(s)""",
)


async def sentences(recommend: Recommend, asked: Asked, factor: str) -> dict[str, str]:
    found = await recommend(asked)
    return {edge["node"]["site"]["key"]: reason_of(edge["node"], factor) for edge in found["edges"]}


def rows(found: Recommended) -> dict[str, Row]:
    return {row.site.key: row for row in found.rows}


def heaviest(cases: list[Case]) -> str:
    order = sorted(cases, key=lambda each: (-each.similarity, -each.request.month, each.request.key))
    case = max(order, key=lambda each: each.weight)
    year, month = divmod(case.request.month, 12)
    alike = f"{100 * case.similarity:.0f}% similar"
    return f"{case.place.name}, {case.place.state}, {alike}, {month_name[month + 1]} {year}."


async def test_evidence_counts_requests_and_jurisdictions(world: World, recommend: Recommend) -> None:
    numbers = set[int]()
    for day in (EARLY, MID_2024):
        numbers |= await evidence_numbers(
            world, recommend, Asked(place=VINTON, models=["model:cit"], as_of=day)
        )
    assert 1 in numbers
    assert max(numbers) > 9


async def evidence_numbers(world: World, recommend: Recommend, asked: Asked) -> set[int]:
    """Checks each sentence of an answer; the numbers of requests and of jurisdictions in them."""
    said = await sentences(recommend, asked, "EVIDENCE")
    numbers = set[int]()
    for key, row in rows(recommended(world, asked)).items():
        requests, places = len(row.cases), len({case.place.key for case in row.cases})
        numbers |= {requests, places}
        if not requests:
            assert said[key] == "No similar jurisdiction has an answered request here yet."
            continue
        one = f"{requests} answered request{'s' * (requests > 1)}"
        low, high = (f"{100 * end(case.similarity for case in row.cases):.0f}%" for end in (min, max))
        if min(case.similarity for case in row.cases) >= 0.6:
            other = f"{places} similar jurisdiction{'s' * (places > 1)}"
        else:
            span = low if low == high else f"{low} to {high}"
            other = f"{places} jurisdiction{'s' * (places > 1)}, {span} similar,"
        most = heaviest(row.cases)
        assert said[key] == f"{one} from {other} went here; the one that counts most: {most} (synthetic)"
    return numbers


async def test_real_evidence_is_not_called_synthetic(
    world: World, recommend: Recommend, database: Database, key_prefix: str
) -> None:
    planted = {"prefix": key_prefix, "like": VINTON, "month": 12 * 2019 + 6}
    await database.write(PLANT_REQUESTER, planted, Deadline.after(30))
    said = await sentences(recommend, Asked(place=VINTON, as_of=BEFORE), "EVIDENCE")
    assert said.pop("site:tucson-pd") == (
        "1 answered request from 1 similar jurisdiction went here; "
        "the one that counts most: Plain County, OH, 100% similar, July 2019."
    )
    assert set(said.values()) == {"No similar jurisdiction has an answered request here yet."}


async def test_fit_describes_the_closest_jurisdiction_that_is_served(
    world: World, recommend: Recommend
) -> None:
    asked = Asked(place=VINTON, as_of=MID_2024, include_former=True)
    said = await sentences(recommend, asked, "FIT")
    for key, row in rows(recommended(world, asked)).items():
        assert row.fit
        place, alike = row.fit
        known = {word: getattr(alike, part) for part, word in PARTS.items()}
        parts = {word: value for word, value in known.items() if value is not None}
        best, worst = max(parts, key=parts.__getitem__), min(parts, key=parts.__getitem__)
        assert said[key].startswith("Closest match " if alike.score >= 0.4 else "Not similar: ")
        assert f"{place.name}, {place.state} (" in said[key]
        assert said[key].endswith(
            f"{place.population:,} people): {100 * alike.score:.0f}% similar, "
            f"strongest on {best}, weakest on {worst}."
        )
    assert "Meigs County, OH (rural county, 21,767 people)" in said["site:gallia-jackson-meigs-oh"]


async def test_without_a_similar_site_the_least_unlike_is_named(world: World, recommend: Recommend) -> None:
    """Of the current sites none is similar to Vinton County."""
    asked = Asked(place=VINTON, as_of=MID_2024)
    said = await sentences(recommend, asked, "FIT")
    assert said.pop("site:yavapai-coalition").startswith(
        "No similar site; the least unlike is Yavapai County, AZ (county in a small metro area, "
    )
    assert all(
        text.startswith("No similar site; the least unlike is Yavapai County, AZ. This one serves ")
        for text in said.values()
    )


async def test_fit_of_the_same_numbers_has_no_weakest_part(world: World, recommend: Recommend) -> None:
    harris = world.places["us-county:48201"]
    asked = Asked(place=profile_of(world, harris.key), as_of=MID_2024)
    assert (await sentences(recommend, asked, "FIT"))["site:harris-county-so"] == (
        f"Closest match {harris.name}, TX (county in a large metro area, {harris.population:,} people): "
        "100% similar on all that is known."
    )


async def test_coverage_tells_operated_related_and_missing_apart(recommend: Recommend) -> None:
    asked = Asked(
        place=VINTON,
        models=["model:cit", "model:telehealth-co-response", "model:jail-reentry"],
        topics=["topic:rural", "topic:campus"],
        as_of=MID_2024,
    )
    said = await sentences(recommend, asked, "COVERAGE")
    # From data/sites.jsonl: Miami-Dade's CIT is inferred; Portland runs co-responders; UF serves a campus.
    assert said["site:miami-dade-pd"].startswith(
        "Operates crisis intervention team (CIT) (inferred, see sources)"
    )
    assert said["site:portland-me-pd"] == (
        "Operates crisis intervention team (CIT); "
        "co-responder team counts half for telehealth co-response (same family); "
        "does not operate jail reentry; experience with rural and small-agency limits; "
        "no record of work on campus."
    )
    assert "experience with campus" in said["site:university-of-florida-pd"]


async def test_capacity_compares_with_an_even_share(world: World, recommend: Recommend) -> None:
    asked = Asked(place=VINTON, as_of=MID_2024)
    said = await sentences(recommend, asked, "CAPACITY")
    loads = recommended(world, asked).loads
    total = sum(loads.values())
    none = "No recent matches on record, which does not mean that the site is free."
    assert said == {
        key: f"{load} of {total} matches in the last 6 months; an even share is {total / len(loads):.1f}."
        if load
        else none
        for key, load in loads.items()
    }
    quiet = await sentences(recommend, Asked(place=VINTON, as_of=BEFORE), "CAPACITY")
    assert set(quiet.values()) == {none}


@pytest.mark.parametrize(("place", "site", "near"), [(VINTON, "site:madison-county-tn-so", 300)])
async def test_distance_and_help_have_reasons_when_a_visit_is_requested(
    recommend: Recommend, place: str, site: str, near: int
) -> None:
    asked = Asked(place=place, assistance=["VISIT_HOSTED", "EMAIL_EXCHANGE"], as_of=MID_2024)
    miles = await sentences(recommend, asked, "DISTANCE")
    for text in miles.values():
        away = float(text.split()[0].replace(",", ""))
        advice = ": ask for a virtual consultation before a visit." if away >= 500 else "."
        assert text.endswith(f" miles away{advice}")
    assert near < int(miles[site].split()[0]) < near + 150
    assert miles["site:los-angeles-pd"].startswith("2,0")
    said = await sentences(recommend, asked, "ASSISTANCE")
    assert said.pop("site:houston-pd") == (
        "Offers visit hosted; it is not known whether it offers email exchange: "
        "remote help counts in full, visits by half."
    )
    assert set(said.values()) == {
        "It is not known whether it offers visit hosted or email exchange: "
        "remote help counts in full, visits by half."
    }
