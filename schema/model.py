"""The schema of this product, built once when it is first imported."""

from __future__ import annotations

from typing import Final

from schema.build import Model, build
from schema.types import DECLARATIONS, SCALARS

MODEL: Final[Model] = build(DECLARATIONS, SCALARS)
