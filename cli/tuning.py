"""Python's garbage collector and thread switches, tuned for loading: many small objects, two threads."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

GC_THRESHOLD: Final = 100_000
"""Allocated containers between two collections: two batches, at some 50 a row."""
SWITCH_INTERVAL_S: Final = 0.0005
"""How long a response of Neo4j may wait for the reading thread, seconds; Python's default is 5 ms."""


@contextmanager
def tuned_for_loading() -> Iterator[None]:
    """Collects garbage rarely and switches threads quickly during the block.

    The objects of a row are in no reference cycle, so they are freed at once. Collections after each 700
    containers, Python's default, took nearly as long as the checks of the rows.
    """
    threshold, interval = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(GC_THRESHOLD, *threshold[1:])
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    try:
        yield
    finally:
        gc.set_threshold(*threshold)
        sys.setswitchinterval(interval)
