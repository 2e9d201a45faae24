"""The caller of an operation; what its role may see is decided while the operation is planned."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Role(StrEnum):
    """Readers see single requests nowhere, and counts of requests rounded; staff see both as they are."""

    READER = "reader"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The caller, as far as responses depend on it."""

    role: Role

    @property
    def is_staff(self) -> bool:
        """True for a viewer who may see single requests."""
        return self.role is Role.STAFF

    @property
    def parameter(self) -> dict[str, Any]:
        """The Cypher parameter `$viewer`."""
        return {"role": str(self.role)}


STAFF: Final = Viewer(Role.STAFF)
