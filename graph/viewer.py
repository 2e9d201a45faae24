"""The caller of an operation; what its role may see and do is decided for each request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Role(StrEnum):
    """Readers see rounded counts and no single requests; staff see both as they are; loaders write.

    An admin does both.
    """

    READER = "reader"
    STAFF = "staff"
    LOADER = "loader"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Viewer:
    """The caller, as far as responses depend on it: its role, and whether it is a stranger.

    A stranger has not signed in and does not call from this machine.
    """

    role: Role
    stranger: bool = False

    @property
    def is_staff(self) -> bool:
        """True for a viewer who may see single requests."""
        return self.role in (Role.STAFF, Role.ADMIN)

    @property
    def may_write(self) -> bool:
        """True for a viewer who may call mutations."""
        return self.role in (Role.LOADER, Role.ADMIN)

    @property
    def parameter(self) -> dict[str, Any]:
        """The Cypher parameter `$viewer`: statements distinguish readers and staff only."""
        return {"role": str(Role.STAFF if self.is_staff else Role.READER)}


class Audience(StrEnum):
    """Who has access to something."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed_in"
    STAFF = "staff"
    NOBODY = "nobody"

    def includes(self, viewer: Viewer) -> bool:
        """True for a viewer who belongs to it; callers on this machine count as signed in."""
        match self:
            case Audience.EVERYONE:
                return True
            case Audience.SIGNED_IN:
                return not viewer.stranger
            case Audience.STAFF:
                return viewer.is_staff
            case Audience.NOBODY:
                return False


READER: Final = Viewer(Role.READER)
STAFF: Final = Viewer(Role.STAFF)
ADMIN: Final = Viewer(Role.ADMIN)
