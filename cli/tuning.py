"""Python as a loader needs it: many small objects, and a thread that reads ahead of the one that writes."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SELDOM: Final = 100_000
"""Containers made and not freed before Python looks for cycles; at some 50 a row, two batches."""
AT_MOST_S: Final = 0.0005
"""The longest that an answer of Neo4j waits for the thread that reads; of its own Python says 5 ms."""


@contextmanager
def tuned_for_loading() -> Iterator[None]:
    """Looks for cycles seldom and changes threads soon; afterwards all is as it was.

    What a row and its checks make is in no cycle and freed at once. To look for cycles after each 700
    containers, as Python does, took nearly as long as the checks.
    """
    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(SELDOM, *threshold[1:])
    sys.setswitchinterval(AT_MOST_S)
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        sys.setswitchinterval(interval)
