"""Recording through the API: every row has its answer, and the graph is the one a log would have made."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from domain.vocabulary import AgencyType, AssistanceType, RequestStatus, SwornBand, SwornBandBasis
from domain.write_result import Outcome, ProblemCode, WriteResult
from graph.database import Database
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.statements import Statement
from loaders.bundled.bundled import SAMPLE
from loaders.pipeline.writer import write
from loaders.sources.requests.contract import NOT_DOCUMENTED, RequestFacts
from loaders.sources.requests.properties import request_properties
from loaders.sources.requests.record import MAX_ROWS, record_requests, update_request
from loaders.sources.requests.rows import request_rows
from loaders.sources.requests.source import REQUESTS
from loaders.sources.requests.stored import cells, stored_cells

CREATED, UNCHANGED, UPDATED, REJECTED = Outcome
SITES = ("site:houston-pd", "site:tucson-pd")
MONTHS = ("2001-01", "2001-03")  # long before any request of the sample
PLACES = ("a", "b")

OPEN = Statement(
    "open",
    """CYPHER 25
    UNWIND $places AS key CREATE (:Jurisdiction {key: key, name: 'Test', state: 'OH'})""",
)
CLOSE = Statement(
    "close",
    """CYPHER 25
    MATCH (n:Request|Jurisdiction|SiteMonth)
    WHERE n.key STARTS WITH $requests OR n.key IN $places OR n.key IN $months
    DETACH DELETE n""",
)
SEEN = Statement(
    "seen",
    """CYPHER 25
    RETURN
      COLLECT { MATCH (q:Request) WHERE q.key STARTS WITH $requests RETURN {
        node: q {.*, recordKey: q.recordKey IS NOT NULL},
        ties: COLLECT { MATCH (q)-[r]->(n) RETURN [type(r), n.key, properties(r)] ORDER BY type(r), n.key }
      } ORDER BY q.key } AS requests,
      COLLECT { MATCH (m:SiteMonth) WHERE m.key IN $months AND m.matched > 0
        RETURN [m.key, m.matched, m.month, COUNT { (:Site)-[:LOAD]->(m) }] ORDER BY m.key } AS load,
      COLLECT { MATCH (j:Requester) WHERE j.key IN $places RETURN [j.key, j.firstAnswered] ORDER BY j.key }
        AS requesters""",
)
VERSION = Statement("version", "CYPHER 25 MATCH (g:Graph) RETURN g.dataVersion AS version")


def deadline() -> Deadline:
    return Deadline.after(60)


class Record:
    """The port over keys of one test; ids and places are short names here."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.id = f"test-{uuid4().hex[:10]}"
        self.names = {
            "requests": f"request:{self.id}-",
            "places": [self.place(name) for name in PLACES],
            "months": [f"{site}@{month}" for site in SITES for month in MONTHS],
        }

    def row(self, name: str = "one", place: str = PLACES[0], **fields: Any) -> dict[str, Any]:
        """A good row; with `site`, answered by it in `month`."""
        return {
            "request_id": f"{self.id}-{name}",
            "month": MONTHS[0],
            "jurisdiction_type": "county",
            "jurisdiction_key": [self.place(place)],
            "state": "OH",
            "status": "received",
        } | fields

    def place(self, name: str) -> str:
        return f"test-place:{self.id}-{name}"

    def key(self, name: str = "one") -> str:
        return f"request:{self.id}-{name}"

    async def record(self, *rows: Mapping[str, Any]) -> list[WriteResult]:
        return await record_requests(self.database, rows, deadline())

    async def outcomes(self, *rows: Mapping[str, Any]) -> list[Outcome]:
        return [each.outcome for each in await self.record(*rows)]

    async def update(self, name: str = "one", **changes: Any) -> WriteResult:
        return await update_request(self.database, self.key(name), changes, deadline())

    async def load(self, folder: Path, rows: Sequence[Mapping[str, Any]]) -> None:
        """What the nightly loader does with a file of these rows."""
        path = folder / "log.jsonl"
        path.write_bytes(b"\n".join(orjson.dumps({"jurisdiction": "Test, OH"} | dict(r)) for r in rows))
        await write(self.database, REQUESTS.target, SAMPLE.rows(path))

    async def seen(self) -> dict[str, Any]:
        return (await self.database.read(SEEN, self.names, deadline()))[0].data()

    async def version(self) -> int:
        return int((await self.database.read(VERSION, {}, deadline()))[0]["version"])

    async def open(self) -> None:
        await self.database.write(OPEN, self.names, deadline())

    async def afresh(self) -> None:
        await self.close()
        await self.open()

    async def close(self) -> None:
        await self.database.write(CLOSE, self.names, deadline())


@pytest.fixture
async def port(database: Database) -> AsyncIterator[Record]:
    opened = Record(database)
    await opened.open()
    yield opened
    await opened.close()


def matched(site: str = SITES[0], month: str = MONTHS[0], **fields: Any) -> dict[str, Any]:
    return {"sites": [site], "matched_month": month, "status": "matched"} | fields


async def test_every_row_has_its_answer_in_the_order_given(port: Record) -> None:
    await port.record(port.row("old"), port.row("moved"))
    answers = await port.record(
        port.row("new", **matched()),
        port.row("bad", month="2001-13", state="Ohia"),
        port.row("old"),
        port.row("strange", **matched("site:nowhere"), models=["model:cit", "model:none"]),
        port.row("moved", status="scoping"),
        port.row("x") | {"request_id": "no id"},
    )
    assert [(each.key, each.outcome) for each in answers] == [
        (port.key("new"), CREATED),
        (port.key("bad"), REJECTED),
        (port.key("old"), UNCHANGED),
        (port.key("strange"), REJECTED),
        (port.key("moved"), UPDATED),
        (None, REJECTED),
    ]
    assert [(p.code, p.field) for each in answers for p in each.problems] == [
        (ProblemCode.INVALID, "month"),
        (ProblemCode.INVALID, "state"),
        (ProblemCode.UNKNOWN_KEY, "models"),
        (ProblemCode.UNKNOWN_KEY, "sites"),
        (ProblemCode.INVALID, "request_id"),
    ]
    assert answers[1].problems[0].reason == "got '2001-13'"
    assert answers[1].problems[0].remedy == "write a month as YYYY-MM, such as 2023-05"
    assert answers[3].problems[0].reason == "the graph has no node with the key 'model:none'"
    found = [each["node"]["key"] for each in (await port.seen())["requests"]]
    assert found == [port.key("moved"), port.key("new"), port.key("old")]


async def test_the_same_rows_again_change_nothing_not_even_the_version(port: Record) -> None:
    rows = [port.row(str(number), **matched()) for number in range(5)]
    before = await port.version()
    assert await port.outcomes(*rows) == [CREATED] * 5
    once = await port.seen()
    assert await port.version() == before + 1
    assert await port.outcomes(*rows) == [UNCHANGED] * 5
    assert (
        await port.outcomes(port.row("no", state="Ohia"), port.row("no", **matched("site:no")))
        == [REJECTED] * 2
    )
    assert (await port.update("1", status="matched")).outcome is UNCHANGED
    assert await port.seen() == once
    assert await port.version() == before + 1


async def test_lists_in_another_order_say_nothing_new(port: Record) -> None:
    several = {"models": ["model:cit", "model:co-responder"], "topics": ["topic:rural", "topic:campus"]}
    both = matched() | {"sites": list(SITES)}
    assert await port.outcomes(port.row(**several, **both)) == [CREATED]
    turned = {name: value[::-1] for name, value in several.items()} | {"sites": list(SITES[::-1])}
    assert await port.outcomes(port.row(**both | turned)) == [UNCHANGED]


async def test_counters_and_requesters_follow_a_request(port: Record) -> None:
    await port.record(port.row(**matched()), port.row("two", PLACES[1], **matched()))
    assert (await port.seen())["load"] == [[f"{SITES[0]}@2001-01", 2, 12 * 2001, 1]]
    assert (await port.update(sites=[SITES[1]], matched_month=MONTHS[1])).outcome is UPDATED
    seen = await port.seen()
    assert [each[:2] for each in seen["load"]] == [[f"{SITES[0]}@2001-01", 1], [f"{SITES[1]}@2001-03", 1]]
    place, other = port.names["places"]
    assert seen["requesters"] == [[place, 12 * 2001 + 2], [other, 12 * 2001]]
    assert (await port.update(sites=None, matched_month=None, status="scoping")).outcome is UPDATED
    seen = await port.seen()
    assert [each[:2] for each in seen["load"]] == [[f"{SITES[0]}@2001-01", 1]]
    assert seen["requesters"] == [[other, 12 * 2001]]


async def test_the_number_that_protects_a_request_stays_with_it(port: Record) -> None:
    asked = Statement("number", "CYPHER 25 MATCH (q:Request {key: $key}) RETURN q.recordKey AS number")

    async def number() -> int:
        return int((await port.database.read(asked, {"key": port.key()}, deadline()))[0]["number"])

    await port.record(port.row(), port.row("two"))
    first = await number()
    assert 0 <= first < 2**31 - 1
    assert (await port.update(**matched())).outcome is UPDATED
    assert await number() == first


async def test_a_key_that_comes_twice_is_written_in_order(port: Record) -> None:
    answers = await port.outcomes(
        port.row(), port.row("two"), port.row(), port.row(**matched()), port.row(**matched()), port.row()
    )
    assert answers == [CREATED, CREATED, UNCHANGED, UPDATED, UNCHANGED, UPDATED]
    seen = await port.seen()
    assert seen["load"] == []
    assert [each["node"]["status"] for each in seen["requests"]] == ["RECEIVED", "RECEIVED"]


async def test_of_calls_at_once_one_creates(port: Record) -> None:
    rows = [port.row(str(number), PLACES[number % 2], **matched()) for number in range(20)]
    calls = await asyncio.gather(*(port.outcomes(*rows[n:], *rows[:n]) for n in range(8)))
    assert [sorted(each) for each in calls].count([CREATED] * 20) == 1
    assert [sorted(each) for each in calls].count([UNCHANGED] * 20) == 7
    assert (await port.seen())["load"] == [[f"{SITES[0]}@2001-01", 20, 12 * 2001, 1]]


async def test_calls_at_once_lose_no_update_and_no_count(port: Record) -> None:
    await port.record(*(port.row(str(number), **matched()) for number in range(4)))
    moves = [
        port.update(str(number % 4), sites=[SITES[number // 4 % 2]], matched_month=MONTHS[number % 2])
        for number in range(24)
    ]
    statuses = [port.update(str(number), status="scheduled") for number in range(4)]
    assert REJECTED not in [each.outcome for each in await asyncio.gather(*moves, *statuses)]
    seen = await port.seen()
    assert [each["node"]["status"] for each in seen["requests"]] == ["SCHEDULED"] * 4
    assert dict(each[:2] for each in seen["load"]) == counted(seen)


async def test_the_month_of_the_first_answer_is_right_when_answers_come_at_once(port: Record) -> None:
    calls = [port.record(port.row(str(n), **matched(month=MONTHS[n % 2]))) for n in range(12)]
    await asyncio.gather(*calls)
    assert (await port.seen())["requesters"] == [[port.names["places"][0], 12 * 2001]]


async def test_an_update_keeps_what_it_does_not_name(port: Record) -> None:
    full = port.row(
        agency_type=AgencyType.SHERIFF,
        sworn_band=SwornBand.UNDER_10,
        sworn_band_basis=SwornBandBasis.STATED,
        asker_role="command_staff",
        grantee=False,
        models=["model:cit"],
        topics=["topic:rural"],
        assistance_types=[AssistanceType.WEBINAR, AssistanceType.PHONE_CALL],
        sites=[NOT_DOCUMENTED, SITES[0], NOT_DOCUMENTED],
        matched_month=MONTHS[0],
        days_to_match=0,
        status=RequestStatus.MATCHED,
        counting_rule="fact_sheet",
        synthetic=True,
    )
    assert await port.outcomes(full) == [CREATED]
    answer = await port.update(status=RequestStatus.COMPLETED, closed_month=MONTHS[1])
    assert answer == WriteResult(port.key(), UPDATED)
    assert await port.outcomes(full | {"status": "completed", "closed_month": MONTHS[1]}) == [UNCHANGED]
    assert (await port.seen())["requests"][0]["node"]["undocumentedSites"] == 2


async def test_an_update_is_checked_with_the_stored_fields(port: Record) -> None:
    await port.record(port.row(**matched()))
    before = await port.seen()
    for changes, code, field in (
        ({"status": "scoping"}, ProblemCode.INCONSISTENT, "status"),
        ({"status": None}, ProblemCode.MISSING, "status"),
        ({"closed_month": MONTHS[1]}, ProblemCode.INCONSISTENT, "closed_month"),
        ({"sites": ["Houston PD"]}, ProblemCode.INVALID, "sites"),
        ({"sites": ["site:nowhere"]}, ProblemCode.UNKNOWN_KEY, "sites"),
        ({"request_id": "another"}, ProblemCode.FIXED_FIELD, "request_id"),
        ({"fips": "48201"}, ProblemCode.FIXED_FIELD, "fips"),
        ({"email": "jo@example.org"}, ProblemCode.UNKNOWN_FIELD, "email"),
    ):
        answer = await port.update(**changes)
        assert (answer.key, answer.outcome) == (port.key(), REJECTED)
        assert [(each.code, each.field) for each in answer.problems] == [(code, field)]
    assert await port.seen() == before


@pytest.mark.parametrize("key", ["request:nobody-has-this", "site:houston-pd", "", "request:\ud800"])
async def test_an_update_of_a_request_that_is_not_there_is_refused(database: Database, key: str) -> None:
    answer = await update_request(database, key, {"status": "scoping"}, deadline())
    assert (answer.key, answer.outcome) == (key, REJECTED)
    assert [(each.code, each.field) for each in answer.problems] == [(ProblemCode.UNKNOWN_KEY, "key")]


async def test_what_no_field_is_for_is_refused_by_name_and_shown_nowhere(
    port: Record, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    private = {"email": "jo@example.org", "narrative": "Jo Doe was seen in crisis"}
    [answer] = await port.record(port.row() | private)
    assert [(each.code, each.field) for each in answer.problems] == [
        (ProblemCode.UNKNOWN_FIELD, "email"),
        (ProblemCode.UNKNOWN_FIELD, "narrative"),
    ]
    [long] = await port.record(port.row(state="x" * 10_000))
    assert len(str(long.problems[0])) < 200
    assert "Jo" not in f"{answer} {caplog.text}"
    assert (await port.seen())["requests"] == []


async def test_the_name_of_a_jurisdiction_is_checked_and_not_stored(port: Record) -> None:
    assert await port.outcomes(port.row(jurisdiction="Vinton County, OH", fips="39163")) == [CREATED]
    assert await port.outcomes(port.row()) == [UNCHANGED]
    assert await port.outcomes(port.row(fips="x"), port.row(jurisdiction="x" * 201)) == [REJECTED] * 2


async def test_a_call_takes_so_many_rows_and_no_more(port: Record) -> None:
    assert await port.record() == []
    with pytest.raises(
        InvalidInput, match=rf"^requests: 1,001 were given, at most {MAX_ROWS:,} fit in a call; send"
    ):
        await port.record(*[port.row()] * (MAX_ROWS + 1))
    assert (await port.seen())["requests"] == []


async def test_every_stored_request_of_the_sample_gives_its_fingerprint_again(
    database: Database, port: Record
) -> None:
    """A stored request gives back the fingerprint that it was stored with."""
    every = Statement(
        "every", "CYPHER 25 MATCH (q:Request {synthetic: true}) RETURN q.key AS key, q.fingerprint AS f"
    )
    sample = await database.read(every, {}, deadline())
    for record in sample[::10]:
        async with database.transaction(deadline()) as transaction:
            held = await stored_cells(transaction, record["key"])
        assert held is not None
        [row] = request_rows([RequestFacts.model_validate(held)])
        assert REQUESTS.target.fingerprinted(row)["fingerprint"] == record["f"]


def counted(seen: Mapping[str, Any]) -> dict[str, int]:
    """The counters that the answers of the requests add up to."""
    found = [
        f"{key}@{edge['matchedOn']}"
        for request in seen["requests"]
        for kind, key, edge in request["ties"]
        if kind == "ANSWERED_BY"
    ]
    return {key: found.count(key) for key in found}


@st.composite
def drawn_fields(draw: st.DrawFn) -> dict[str, Any]:
    """What a good row may say besides its id and place."""
    optional: dict[str, st.SearchStrategy[Any]] = {
        "agency_type": st.sampled_from(AgencyType),
        "grantee": st.booleans(),
        "models": st.lists(st.sampled_from(["model:cit", "model:co-responder"]), unique=True),
        "topics": st.lists(st.sampled_from(["topic:rural", "topic:campus"]), unique=True),
        "assistance_types": st.lists(st.sampled_from(AssistanceType), unique=True, max_size=3),
        "synthetic": st.booleans(),
    }
    fields: dict[str, Any] = draw(st.fixed_dictionaries({}, optional=optional))
    if draw(st.booleans()):
        sites = st.lists(st.sampled_from([*SITES, NOT_DOCUMENTED]), unique=True, min_size=1)
        fields |= {"sites": draw(sites), "matched_month": draw(st.sampled_from(MONTHS)), "status": "matched"}
        if draw(st.booleans()):
            fields["days_to_match"] = draw(st.integers(0, 3650))
        if draw(st.booleans()):
            fields |= {"closed_month": MONTHS[1], "status": "completed"}
    return fields


Drawn = list[tuple[str, str, dict[str, Any]]]
SEQUENCES = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(PLACES), drawn_fields()), min_size=1, max_size=8
)


@given(drawn=SEQUENCES, calls=st.integers(1, 3))
@examples(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_recording_rows_makes_the_graph_that_loading_them_makes(
    port: Record, tmp_path: Path, drawn: Drawn, calls: int
) -> None:
    rows = [port.row(name, place, **fields) for name, place, fields in drawn]
    await port.afresh()
    await port.load(tmp_path, rows)
    loaded = await port.seen()
    await port.afresh()
    for part in range(calls):
        size = -(-len(rows) // calls)
        await port.record(*rows[part * size : (part + 1) * size])
    assert await port.seen() == loaded
    assert dict(each[:2] for each in loaded["load"]) == counted(loaded)
    for request in loaded["requests"]:
        again = await update_request(port.database, request["node"]["key"], {}, deadline())
        assert again.outcome is UNCHANGED


@given(fields=drawn_fields())
def test_a_stored_request_has_the_fields_of_its_row(fields: dict[str, Any]) -> None:
    row = RequestFacts.model_validate(
        {
            "request_id": "a",
            "month": MONTHS[0],
            "jurisdiction_type": "city",
            "state": "OH",
            "status": "received",
        }
        | fields
    )
    record = {
        "properties": request_properties(row),
        "jurisdictions": row.jurisdiction_key,
        "models": row.models,
        "topics": row.topics,
        "sites": [site for site in row.sites if site != NOT_DOCUMENTED],
    }
    again = RequestFacts.model_validate(cells(record))
    assert sorted(again.sites) == sorted(row.sites)
    assert again.model_copy(update={"sites": row.sites}) == row


async def test_days_that_are_not_a_whole_number_are_rejected_by_their_field(port: Record) -> None:
    cells = (True, "true", "1_2", "1e3", "1,23", 1.5)
    rows = [port.row(f"days-{n}", **matched(), days_to_match=cell) for n, cell in enumerate(cells)]
    *bad, good = await port.record(*rows, port.row("days", **matched(), days_to_match="1,234"))
    assert [[(p.code, p.field) for p in each.problems] for each in bad] == [
        [(ProblemCode.INVALID, "days_to_match")]
    ] * len(cells)
    assert good.outcome is CREATED


async def test_a_problem_shows_no_personal_data(port: Record) -> None:
    [answer] = await port.record(port.row("private", state="Ask Chief José Ávila, 555–123–4567"))
    assert answer.problems[0].reason == "got 'Ask [removed], [removed]'"
