"""Which web pages may call: those of the service itself, and of the origins that an operator allows."""

from __future__ import annotations

from collections.abc import Collection


def is_allowed(origin: str, host: str, allowed: Collection[str]) -> bool:
    """True for the `Origin` of a page of `host`, or of one of the allowed origins."""
    return is_listed(origin, allowed) or origin.partition("://")[2].lower() == host.lower()


def is_listed(origin: str, allowed: Collection[str]) -> bool:
    """True for an origin that an operator allows."""
    return origin in allowed or "*" in allowed
