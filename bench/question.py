"""The question of the S, M and L measurement, and its three sizes (PERFORMANCE: sites × requests)."""

from __future__ import annotations

from typing import Final, NamedTuple

import orjson

TEXT: Final = """query Sites($sites: Int!, $requests: Int!) {
  sites(first: $sites) { edges { node {
    key name state status joinedYear
    jurisdictions(first: 1) { edges { node { key name } } }
    requests(first: $requests) { edges { node {
      key month status state jurisdictionType
      jurisdictions(first: 1) { edges { node { key name } } }
    } } }
  } } }
}"""


class Size(NamedTuple):
    """How many sites are asked for, and how many requests of each."""

    name: str
    sites: int
    requests: int

    @property
    def body(self) -> bytes:
        """The request's JSON."""
        variables = {"sites": self.sites, "requests": self.requests}
        return orjson.dumps({"query": TEXT, "variables": variables})


SIZES: Final = (Size("S", 1, 2), Size("M", 15, 8), Size("L", 100, 10))
