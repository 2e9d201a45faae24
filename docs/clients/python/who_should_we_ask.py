"""Which sites should a jurisdiction ask? Lists all sites, asks, and reads the best one by its global id."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import httpx
from learning_sites import (
    GraphQLClientGraphQLMultiError,
    LearningSites,
    RecommendInput,
    RequesterInput,
    SiteByIdNodeSite,
    SitesSitesEdgesNode,
)

SERVICE = os.environ.get("SERVICE_URL", "http://127.0.0.1:8000")


def sites(client: LearningSites, first: int = 5) -> Iterator[SitesSitesEdgesNode]:
    """All sites, a page at a time."""
    after, more = None, True
    while more:
        page = client.sites(first=first, after=after).sites
        if page is None:  # null comes with an error, and the client raises it
            return
        yield from (edge.node for edge in page.edges)
        after, more = page.page_info.end_cursor, page.page_info.has_next_page


def ask(client: LearningSites, key: str) -> None:
    """Prints the answer for the jurisdiction of a key."""
    names = [f"{site.name}, {site.state}" for site in sites(client)]
    print(f"{len(names)} sites: {'; '.join(names)}")

    question = RecommendInput(
        for_=RequesterInput(jurisdiction_key=key),
        models=["model:co-responder"],
        topics=["topic:rural"],
        as_of=date(2025, 12, 31),
    )
    answer = client.who_should_we_ask(key=key, input=question)
    if answer.jurisdiction is not None:
        print(f"{answer.jurisdiction.name}, {answer.jurisdiction.state}, should ask:")
    found = [edge.node for edge in answer.recommend_sites.edges] if answer.recommend_sites else []
    for each in found:
        print(f"{each.score:.4f} {each.site.name}")
        for factor in each.factors or ():
            print(f"  {factor.contribution:.4f} {factor.name.value}: {factor.reason}")

    if found:
        best = client.site_by_id(id=found[0].site.id).node
        if isinstance(best, SiteByIdNodeSite):
            print(f"{best.name}: {best.agency_type.value}, since {best.joined_year}")


def main() -> int:
    """The exit code: 1 when the service refuses; its code says why, see docs/errors.md."""
    http_client: Any = httpx.Client(timeout=30)  # Any: the protocol that 0.19 declares is not quite httpx's
    with LearningSites(f"{SERVICE}/graphql", http_client=http_client) as client:
        try:
            ask(client, sys.argv[1] if len(sys.argv) > 1 else "us-county:39163")
        except GraphQLClientGraphQLMultiError as refused:
            for error in refused.errors:
                code = (error.extensions or {}).get("code", "UNKNOWN")
                print(f"{code}: {error.message}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
