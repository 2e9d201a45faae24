"""Equality of two answers, with room for the last digits of decimals."""

from __future__ import annotations

import math
from typing import Any

TOLERANCE = 1e-9


def assert_same(found: Any, wanted: Any, where: str = "answer") -> None:
    """Equal in shape, order, words and whole numbers; decimals to 1e-9."""
    if isinstance(wanted, dict):
        assert list(found) == list(wanted), where
        for name in wanted:
            assert_same(found[name], wanted[name], f"{where}.{name}")
    elif isinstance(wanted, list):
        assert len(found) == len(wanted), where
        for index, (one, other) in enumerate(zip(found, wanted, strict=True)):
            assert_same(one, other, f"{where}[{index}]")
    elif isinstance(wanted, float):
        assert math.isclose(found, wanted, rel_tol=0, abs_tol=TOLERANCE), (where, found, wanted)
    else:
        assert found == wanted, where
