"""The limits of one operation."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

from graph.errors import CostExceeded
from graph.settings import Settings, variable


@dataclass(frozen=True, slots=True)
class Limits:
    """The settings of the same names, see docs/settings.md: what exceeds them never reaches Neo4j."""

    max_tokens: int
    max_depth: int
    max_root_fields: int
    max_fields: int
    max_aliases: int
    max_directives: int
    max_fragments: int
    max_conditions: int
    max_filter_depth: int
    max_planning_ms: int
    max_page_size: int
    max_cost: int
    max_answer_mb: int
    plan_cache_mb: int

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The limits that the settings state."""
        return cls(**{field.name: getattr(settings, field.name) for field in fields(cls)})


def too_many(what: str, limit: int) -> CostExceeded:
    """The error for more fields or conditions than an operation may have."""
    return CostExceeded(
        f"The operation has more than {limit:,} {what} (fragments count where they are used); "
        f"select less, split it into several operations, or raise {variable(f'max_{what}')}."
    )
