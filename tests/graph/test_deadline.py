"""A deadline is one moment: whoever asks later has less time."""

from __future__ import annotations

from time import sleep

import pytest

from graph.deadline import Deadline
from graph.errors import Unavailable


def test_what_remains_shrinks_as_time_passes() -> None:
    deadline = Deadline.after(5)
    first = deadline.remaining()
    sleep(0.02)
    assert 0 < deadline.remaining() <= first - 0.02 <= 4.98


def test_a_deadline_that_has_passed_is_unavailable() -> None:
    deadline = Deadline.after(-1)
    assert deadline.left() <= -1
    with pytest.raises(Unavailable, match="deadline"):
        deadline.remaining()
