"""The schema of this product, built once when it is first imported, and checked against the indexes."""

from __future__ import annotations

from typing import Final

from schema.build import Model, build
from schema.indexes import check
from schema.types import DECLARATIONS, SCALARS

MODEL: Final[Model] = build(DECLARATIONS, SCALARS)
check(MODEL.declarations)
