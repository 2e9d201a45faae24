"""The cookie of a person who has signed in with a browser."""

from __future__ import annotations

from http.cookies import CookieError, SimpleCookie
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

NAME: Final = "learning-sites-session"


def set_session(response: Response, request: Request, value: str, max_age: int) -> None:
    """Sends a session. Scripts cannot read it, and pages of other sites cannot send it with a POST.

    `Lax`, not `Strict`: the browser comes back from the OpenID provider, another site, signed in.
    """
    response.set_cookie(
        NAME, value, max_age=max_age, secure=request.url.scheme == "https", httponly=True, samesite="lax"
    )


def end_session(response: Response, request: Request) -> None:
    """Removes the session."""
    response.delete_cookie(NAME, secure=request.url.scheme == "https", httponly=True, samesite="lax")


def session(header: str) -> str | None:
    """The session in a `cookie` header."""
    if NAME not in header:
        return None
    try:
        found = SimpleCookie(header).get(NAME)
    except CookieError:
        return None
    return None if found is None else found.value
