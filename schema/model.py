"""The schema of this service, built once at import, and checked against the indexes."""

from __future__ import annotations

from typing import Final

from schema.build import Model, build
from schema.indexes import check
from schema.types import DECLARATIONS, SCALARS

MODEL: Final[Model] = build(DECLARATIONS, SCALARS)
check(MODEL.declarations)
