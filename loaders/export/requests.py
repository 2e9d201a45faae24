"""Requests, and what follows from them all: cypher/load/requests.cypher, for requests that are all new."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import randrange

from domain.months import month_index, month_text
from loaders.export.table import Line, Table
from loaders.pipeline.row import Row

REQUESTS = Table.of_nodes(
    "Request",
    ":LABEL",
    *("month:long", "monthText", "status", "state", "jurisdictionType", "agencyType", "swornBand"),
    *("swornBandBasis", "askerRole", "grantee:boolean", "assistanceTypes:string[]", "matchedMonth:long"),
    *("matchedMonthText", "closedMonthText"),
    *("daysToMatch:long", "closedMonth:long", "undocumentedSites:long", "countingRule", "synthetic:boolean"),
    *("updatedAt", "recordKey:long", "fingerprint", "loadRun", "loadLine:long"),
)
FROM = Table.of_relationships("FROM", "jurisdiction", "month:long", "monthText", "request")
ABOUT = Table.of_relationships("ABOUT")
CONCERNS = Table.of_relationships("CONCERNS")
ANSWERED_BY = Table.of_relationships(
    "ANSWERED_BY",
    *("matchedOn", "matchedMonth:long", "closedMonth:long", "assistanceTypes:string[]", "outcome"),
    *("matchedMonthText", "closedMonthText", "site", "month:long", "monthText", "request"),
)
SITE_MONTHS = Table.of_nodes("SiteMonth", "month:long", "monthText", "matched:long")
LOAD = Table.of_relationships("LOAD")


def request(row: Row, run: str, line: int) -> Iterator[Line]:
    """A request that is new, with all that it is tied to; a run has read it from this line."""
    key, properties = row["key"], row["properties"]
    received = {"month": properties["month"], "monthText": properties["monthText"], "request": key}
    progress = {f"{name}Text": _text(properties.get(name)) for name in ("matchedMonth", "closedMonth")}
    own = {"recordKey": randrange(2**31 - 1), "fingerprint": row["fingerprint"]}
    own |= {"loadRun": run, "loadLine": line}
    if properties["synthetic"]:
        own[":LABEL"] = "SyntheticRequest"
    yield REQUESTS.line(properties | progress | own)
    for jurisdiction in row["jurisdictions"]:
        yield FROM.tie(key, jurisdiction, received | {"jurisdiction": jurisdiction})
    for model in row["models"]:
        yield ABOUT.tie(key, model)
    for topic in row["topics"]:
        yield CONCERNS.tie(key, topic)
    for answer in row["answers"]:
        site = answer["site"]
        yield ANSWERED_BY.tie(key, site, answer["properties"] | progress | received | {"site": site})


def _text(month: int | None) -> str | None:
    return None if month is None else month_text(month)


@dataclass(frozen=True, slots=True)
class Totals:
    """Answers by site and month, and the month of each jurisdiction's first answer."""

    answers: Counter[tuple[str, str]] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Counts the answers of a request."""
        for answer in row["answers"]:
            self.answers[answer["site"], answer["properties"]["matchedOn"]] += 1
            month = answer["properties"]["matchedMonth"]
            for key in row["jurisdictions"]:
                self.first[key] = min(month, self.first.get(key, month))

    def lines(self) -> Iterator[Line]:
        """The counters of load."""
        for (site, on), matched in self.answers.items():
            key = f"{site}@{on}"
            yield SITE_MONTHS.line(
                {"key": key, "month": month_index(on), "monthText": on, "matched": matched}
            )
            yield LOAD.tie(site, key)
