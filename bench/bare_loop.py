"""The bare loop that the loader is compared with: what a careful person writes by hand to get a log in once.

It reads CSV with the standard library, turns months into numbers and words into names, and sends batches of
1,000 rows, each as one auto-commit statement of MERGEs over one session of the driver. What it makes of a
row is what the loader makes: the Request with the same properties, FROM, ABOUT, CONCERNS and ANSWERED_BY
with the properties that they have. It checks nothing, so that a bad row is an error or a hole, and keeps no
fingerprint, no counters of load, no first answers, no version and no ledger; a row that has changed would
keep its old relationships.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from neo4j import GraphDatabase

from bench.turns import Turns
from domain.former_counties import current_key
from domain.months import month_index
from domain.vocabulary import (
    AgencyType,
    AskerRole,
    AssistanceType,
    CountingRule,
    JurisdictionType,
    RequestStatus,
    SwornBand,
    SwornBandBasis,
)
from graph.access import Access
from graph.settings import Settings

BATCH: Final = 1000
KINDS: Final = {each.value: each.name for each in AssistanceType}
WORDS: Final = {
    "status": {each.value: each.name for each in RequestStatus},
    "jurisdiction_type": {each.value: each.name for each in JurisdictionType},
    "agency_type": {each.value: each.name for each in AgencyType},
    "sworn_band": {each.value: each.name for each in SwornBand},
    "sworn_band_basis": {each.value: each.name for each in SwornBandBasis},
    "asker_role": {each.value: each.name for each in AskerRole},
    "counting_rule": {each.value: each.name for each in CountingRule},
}

STATEMENT: Final = """CYPHER 25
UNWIND $rows AS row
MERGE (q:Request {key: row.properties.key})
SET q += row.properties
FOREACH (_ IN CASE WHEN q.synthetic THEN [1] ELSE [] END | SET q:SyntheticRequest)
WITH q, row
CALL (q, row) {
  UNWIND row.jurisdictions AS key
  MATCH (j:Jurisdiction {key: key})
  MERGE (q)-[r:FROM]->(j)
  SET r.jurisdiction = key, r.month = q.month, r.monthText = q.monthText, r.request = q.key
}
CALL (q, row) {
  UNWIND row.models AS key
  MATCH (m:ProgramModel {key: key})
  MERGE (q)-[:ABOUT]->(m)
}
CALL (q, row) {
  UNWIND row.topics AS key
  MATCH (t:Topic {key: key})
  MERGE (q)-[:CONCERNS]->(t)
}
CALL (q, row) {
  UNWIND row.sites AS key
  MATCH (s:Site {key: key})
  MERGE (q)-[r:ANSWERED_BY]->(s)
  SET r += row.answer, r.site = key, r.month = q.month, r.monthText = q.monthText, r.request = q.key
}"""


def rows(path: str) -> Iterator[dict[str, Any]]:
    """What the statement takes, of each row."""
    with open(path, encoding="utf-8", newline="") as file:  # noqa: PTH123 - as by hand
        for cells in csv.DictReader(file):
            yield _row(cells)


def _row(cells: dict[str, str]) -> dict[str, Any]:
    kinds = [KINDS[kind] for kind in _listed(cells["assistance_types"])]
    sites = _listed(cells["sites"])
    matched = _month(cells["matched_month"])
    closed = _month(cells["closed_month"])
    status = WORDS["status"][cells["status"]]
    return {
        "properties": {
            "key": f"request:{cells['request_id']}",
            "month": _month(cells["month"]),
            "monthText": cells["month"],
            "state": cells["state"],
            "status": status,
            "jurisdictionType": WORDS["jurisdiction_type"][cells["jurisdiction_type"]],
            "agencyType": WORDS["agency_type"].get(cells["agency_type"]),
            "swornBand": WORDS["sworn_band"].get(cells["sworn_band"]),
            "swornBandBasis": WORDS["sworn_band_basis"].get(cells["sworn_band_basis"]),
            "askerRole": WORDS["asker_role"].get(cells["asker_role"]),
            "grantee": cells["grantee"] == "true" if cells["grantee"] else None,
            "assistanceTypes": kinds,
            "matchedMonth": matched,
            "daysToMatch": int(cells["days_to_match"]) if cells["days_to_match"] else None,
            "closedMonth": closed,
            "matchedMonthText": cells["matched_month"] or None,
            "closedMonthText": cells["closed_month"] or None,
            "undocumentedSites": sites.count("not_documented"),
            "countingRule": WORDS["counting_rule"][cells["counting_rule"]],
            "synthetic": cells["synthetic"] == "true",
        },
        "jurisdictions": [current_key(key) for key in _listed(cells["jurisdiction_key"])],
        "models": _listed(cells["models"]),
        "topics": _listed(cells["topics"]),
        "sites": sites,  # one that is not documented matches no node
        "answer": {
            "matchedOn": cells["matched_month"],
            "matchedMonth": matched,
            "matchedMonthText": cells["matched_month"] or None,
            "closedMonth": closed,
            "closedMonthText": cells["closed_month"] or None,
            "assistanceTypes": kinds,
            "outcome": status,
        },
    }


def _month(text: str) -> int | None:
    return month_index(text) if text else None


def _listed(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def main() -> None:
    """Loads the CSV file that is named first; takes a turn every so many rows, which is named second."""
    path, slice_rows = sys.argv[1], int(sys.argv[2])
    access = Access.from_settings(Settings.read())
    with (
        GraphDatabase.driver(access.uri, auth=(access.username, access.password)) as driver,
        driver.session(database=access.database) as session,
        Turns(slice_rows) as turns,
    ):
        source = rows(path)
        while batch := list(islice(source, BATCH)):
            session.run(STATEMENT, rows=batch).consume()
            turns.advance(len(batch))


if __name__ == "__main__":
    main()
