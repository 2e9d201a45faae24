"""Python's garbage collector beside many objects that live as long as the process."""

from __future__ import annotations

import gc
from functools import cache
from typing import Final

GC_THRESHOLDS: Final = (20_000, 20, 20)
"""A response of 200 KB makes 9,000 containers: the default of 700 would collect a dozen times for it."""


def tune_garbage_collection() -> None:
    """For a service: excludes modules, schema and types from collections, which then come less often.

    Without it more than half of the CPU time of a large response goes into collections that find nothing.
    """
    exclude_from_collections()
    gc.set_threshold(*GC_THRESHOLDS)


@cache
def exclude_from_collections() -> None:
    """Excludes what is there, once a process; to look through it took a third of the time of a check."""
    gc.collect()
    gc.freeze()
