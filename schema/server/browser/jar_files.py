"""The files of Neo4j Browser, served out of its jar, unmodified (GPL-3: its LICENSE is served with it)."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

ROOT = "browser/"
# Not taken from the machine's `mimetypes`: with nosniff a wrong type breaks the page.
MEDIA_TYPES = {
    "": "text/plain",
    ".css": "text/css",
    ".eot": "application/vnd.ms-fontobject",
    ".html": "text/html",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript",
    ".json": "application/json",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
HASHED = re.compile(r"-[0-9a-f]{16,}\.")
IMMUTABLE, REVALIDATE = "public, max-age=31536000, immutable", "no-cache"


class JarFiles:
    """The endpoint of a route with `{path:path}`, which serves the file `browser/<path>` of the jar."""

    def __init__(self, path: Path, headers: dict[str, str]) -> None:
        """`headers` are sent with every file."""
        self._zip = ZipFile(path)
        self._headers = headers
        self._files = {
            info.filename.removeprefix(ROOT): info
            for info in self._zip.infolist()
            if info.filename.startswith(ROOT) and not info.is_dir()
        }

    async def serve(self, request: Request) -> Response:
        """The file; 304 when the client has it, 404 when it does not exist."""
        name = request.path_params["path"] or "index.html"
        info = self._files.get(name)
        if info is None:
            raise HTTPException(404, f"Neo4j Browser has no file {name!r}.")
        headers = self._headers | {
            "etag": f'"{info.CRC:08x}-{info.file_size:x}"',
            "cache-control": IMMUTABLE if HASHED.search(name) else REVALIDATE,
        }
        if request.headers.get("if-none-match") == headers["etag"]:
            return Response(status_code=304, headers=headers)
        body = await run_in_threadpool(self._zip.read, info)
        media_type = MEDIA_TYPES.get(PurePosixPath(name).suffix, "application/octet-stream")
        return Response(body, headers=headers, media_type=media_type)
