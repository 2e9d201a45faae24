"""The planner's answer is the one that graphql-core gives with a resolver for each field."""

from __future__ import annotations

from typing import Any

import pytest
from resolvers import Resolvers

from graph.database import Database

OPERATIONS = {
    "one": '{ site(key: "site:houston-pd") { id key name joinedMonth swornBand specialties notes } }',
    "none": '{ site(key: "site:nowhere-pd") { key } topic(key: "topic:rural") { name } }',
    "aliases": """{
      a: site(key: "site:tucson-pd") { x: name y: name }
      b: site(key: "site:portland-me-pd") { m: models(first: 1) { key } models { name family } }
    }""",
    "connections": """{
      sites(first: 4) {
        totalCount pageInfo { hasNextPage hasPreviousPage }
        edges { node { key jurisdictions { totalCount edges { node { name urbanClass latitude } } } } }
      }
    }""",
    "edges": """{
      sites { edges { node { key operates(first: 3) {
        totalCount edges { basis since node { key sites(first: 2) { edges { basis node { key } } } } }
      } } } }
    }""",
    "upward": """{
      jurisdiction(key: "us-place:4274277") {
        name partOf { name kind partOf { name kind partOf { name } } }
        requests { totalCount }
      }
    }""",
    "both ways": """{
      jurisdiction(key: "us-county:39163") {
        adjacent { totalCount edges { node { key adjacent(first: 3) { edges { node { key } } } } } }
      }
    }""",
    "served": """{
      jurisdiction(key: "us-county:39105") { name sites { edges { node { key status } } } }
    }""",
    "requests": """{
      requests(first: 25) {
        totalCount
        edges { node {
          key month status state jurisdictionType agencyType swornBand askerRole grantee assistanceTypes
          matchedMonth closedMonth undocumentedSites countingRule synthetic
          jurisdictions { edges { node { key } } } models { key } topics { key } sites { key }
          answers { edges { matchedMonth closedMonth outcome assistanceTypes node { key } } }
        } }
      }
    }""",
    "partners": """{
      partnerAgencies(first: 100) {
        edges { node { key name kind note jurisdiction { key kind } sites { totalCount } } }
      }
    }""",
    "topics": """{
      topics { edges { node {
        key sites { edges { node { key } } } requests(first: 3) { totalCount edges { node { key month } } }
      } } }
    }""",
    "fragments": """query ($more: Boolean = false) {
      programModels(first: 2) { edges { node { ...M } } }
      programModel(key: "model:cit") { ...M requests(first: 1) @include(if: $more) { totalCount } }
    }
    fragment M on ProgramModel { __typename key description ... { sites(first: 1) { totalCount } } }""",
    "nodes": """{
      node(id: "VG9waWM6dG9waWM6cnVyYWw=") { id ... on Topic { name } ... on Site { state } }
      nodes(ids: ["VG9waWM6dG9waWM6cnVyYWw=", "U2l0ZTpzaXRlOm5vcGU=", "U2l0ZTpzaXRlOmhvdXN0b24tcGQ="]) {
        __typename id ... on Site { sources(first: 2) { url sites { totalCount } } }
      }
    }""",
}


@pytest.fixture(scope="module")
def resolvers(database: Database) -> Resolvers:
    return Resolvers(database)


@pytest.mark.parametrize("name", OPERATIONS)
async def test_same_as_graphql_core_with_resolvers(execute: Any, resolvers: Resolvers, name: str) -> None:
    found, wanted = await execute(OPERATIONS[name]), await resolvers.execute(OPERATIONS[name], {})
    assert wanted.errors is None
    assert found.errors is None
    assert found.data == wanted.data
    assert any(found.data.values())
