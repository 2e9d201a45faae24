"""A request costs the service about as much CPU, beside the bare endpoint, as when that was last recorded.

No time is measured. `python -m bench gate` measures the same; bench/gate.toml has the recorded ratio.
"""

from __future__ import annotations

from bench.gate import gate
from graph.access import Access


def test_a_request_costs_about_as_much_beside_the_bare_endpoint_as_recorded(access: Access) -> None:
    found = gate(access)
    assert found.passes, found
