"""What Schemathesis must know of this service: values of its scalars, and which errors are its own.

Loaded by the program `st` (`SCHEMATHESIS_HOOKS`), which `test_generated_operations.py` runs.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes, scalar

DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
REFUSALS = {429, 503}
"""Statuses of requests that come faster than one caller may send them."""

scalar("Month", (DAYS.map(lambda day: day.isoformat()[:7]) | st.text()).map(nodes.String))
scalar("Date", (DAYS.map(date.isoformat) | st.text()).map(nodes.String))
scalar(
    "DateTime",
    (st.datetimes(timezones=st.just(UTC)).map(datetime.isoformat) | st.text()).map(nodes.String),
)


@schemathesis.check
def every_error_has_a_reason(_: Any, response: Any, __: Any) -> None:
    """No generated operation makes the service fail: an answer, or errors whose code says what is wrong."""
    assert response.status_code < 500 or response.status_code in REFUSALS, response.text
    for error in response.json().get("errors", ()):
        code = error["extensions"]["code"]
        assert code not in ("INTERNAL", "DEADLINE_EXCEEDED"), error
        assert code != "UNAVAILABLE", error
