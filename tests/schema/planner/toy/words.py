"""The enums of the toy: one that is stored by name, one by the place of its members."""

from __future__ import annotations

from enum import StrEnum

import strawberry


@strawberry.enum(description="How a ship is rigged; stored by name.")
class Rig(StrEnum):
    """In another order than the alphabet's."""

    SLOOP = "SLOOP"
    BRIG = "BRIG"
    KETCH = "KETCH"


@strawberry.enum(description="How good something is; stored by its place, so that it sorts by merit.")
class Grade(StrEnum):
    """From worst to best."""

    LOW = "LOW"
    MIDDLE = "MIDDLE"
    HIGH = "HIGH"


@strawberry.enum(description="A type that `search` looks through.")
class Searched(StrEnum):
    """The types with a full-text index."""

    SHIP = "Ship"
    PORT = "Port"
