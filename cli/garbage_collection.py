"""Python's garbage collector beside many objects that live as long as the process."""

from __future__ import annotations

import gc
from functools import cache
from typing import Final

GC_THRESHOLDS: Final = (20_000, 20, 20)
"""A response of 200 KB makes 9,000 containers: the default of 700 would collect a dozen times for it."""


@cache
def tune_garbage_collection() -> None:
    """Excludes what is there (modules, schema and types, names of jurisdictions) from collections; once.

    Without it more than half of the CPU time of a large response, and a third of that of checking rows, goes
    into collections that find nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GC_THRESHOLDS)
