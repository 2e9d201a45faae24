"""What the example clients of docs/clients/ must print, whatever their language: asked here in plain HTTP."""

from __future__ import annotations

from typing import Any

import httpx

KEY = "us-county:39163"
QUERY = """
query ($key: String!, $input: RecommendInput!) {
  sites(first: 100) { edges { node { name state } } }
  jurisdiction(key: $key) { name state }
  recommendSites(input: $input, first: 3) {
    edges { node { score site { name agencyType joinedYear } factors { name contribution reason } } }
  }
}
"""
INPUT = {
    "for": {"jurisdictionKey": KEY},
    "models": ["model:co-responder"],
    "topics": ["topic:rural"],
    "asOf": "2025-12-31",
}


def expected(service: str) -> str:
    """The output for the jurisdiction that they ask for when they are given none."""
    data = asked(service, QUERY, key=KEY, input=INPUT)
    sites = [f"{edge['node']['name']}, {edge['node']['state']}" for edge in data["sites"]["edges"]]
    lines = [f"{len(sites)} sites: {'; '.join(sites)}"]
    lines += [f"{data['jurisdiction']['name']}, {data['jurisdiction']['state']}, should ask:"]
    found = [edge["node"] for edge in data["recommendSites"]["edges"]]
    assert len(found) == 3
    for each in found:
        lines += [f"{each['score']:.4f} {each['site']['name']}"]
        lines += [f"  {f['contribution']:.4f} {f['name']}: {f['reason']}" for f in each["factors"]]
    best = found[0]["site"]
    lines += [f"{best['name']}: {best['agencyType']}, since {best['joinedYear']}"]
    return "\n".join(lines) + "\n"


def asked(service: str, text: str, **variables: object) -> Any:
    """The data that the service answers, which has no errors."""
    body = {"query": text, "variables": variables}
    answer = httpx.post(f"{service}/graphql", json=body, timeout=60).json()
    assert "errors" not in answer
    return answer["data"]
