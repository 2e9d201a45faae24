"""Labels of nodes that have another one, too: they are no types of the schema."""

from __future__ import annotations

from typing import Final

SECOND_LABELS: Final = frozenset({"Requester", "FormerSite", "SyntheticRequest"})
