"""The caller, as a page asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import graph.viewer
from domain.vocabulary import DescribedEnum
from schema.declare import prop
from schema.sources import Provided
from schema.types.enums import graphql_enum


class ViewerRole(DescribedEnum):
    """What a caller may see and do."""

    READER = "READER", "Sees rounded counts, and no single requests."
    STAFF = "STAFF", "Sees single requests and exact counts."
    LOADER = "LOADER", "Sees what a reader sees, and writes."
    ADMIN = "ADMIN", "Sees what staff see, and writes."


graphql_enum(ViewerRole, "Role")


class Viewer:
    """The caller of this operation. Responses are never shared between roles."""

    role: ViewerRole = prop("Role of the caller.")
    can_see_requests: bool = prop("True if fields for staff are answered; for others they are FORBIDDEN.")
    can_write: bool = prop("True if mutations are answered.")


def _make(viewer: graph.viewer.Viewer, _: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "role": viewer.role.name,
        "canSeeRequests": viewer.is_staff,
        "canWrite": viewer.may_write,
    }


VIEWER: Final = Provided(_make)
