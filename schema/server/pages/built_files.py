"""Files that a build has made, with compressed copies beside them: `page.js`, `page.js.br`, `page.js.gz`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from schema.server import encoding

COPIES: Final = {"br": ".br", "gzip": ".gz"}
"""The suffix of the copy by its encoding, the smaller one first."""
# A file's name has the hash of its content, so that the content of a URL never changes.
IMMUTABLE: Final = "public, max-age=31536000, immutable"


class BuiltFiles(StaticFiles):
    """Serves a copy to clients that accept its encoding; each copy has an ETag of its own.

    A request for a range gets a range of the file as it is.
    """

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """The copies have no address of their own."""
        return ("", None) if path.endswith((*COPIES.values(),)) else super().lookup_path(path)

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """The response of a file that exists, or 304."""
        copies = {name: Path(f"{full_path}{end}") for name, end in COPIES.items()}
        copies = {name: path for name, path in copies.items() if path.exists()}
        found = None if "range" in Headers(scope=scope) else encoding.accepted(scope["headers"], (*copies,))
        path = copies[found] if found else Path(full_path)
        response = super().file_response(path, path.stat(), scope, status_code)
        if found:
            response.headers["content-encoding"] = found
        if copies:
            response.headers["vary"] = encoding.VARY
        response.headers["cache-control"] = IMMUTABLE
        return response
