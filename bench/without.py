"""Code that exists for speed alone, and how the program runs without it.

`python -m bench.without NAME` is `learning-sites serve` without a device of SERVICE, or the loader of
`bench.loader_run`, with its arguments, without one of LOADER. Each is replaced by what the program would do
if nobody had written it; answers and graphs stay the same.
"""

from __future__ import annotations

import gc
import logging
import sys
from typing import Any, Final, NamedTuple
from unittest.mock import patch

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Device(NamedTuple):
    """`files` holds it; `replaced` is the full name of what stands in the way, `by` what takes its place."""

    files: tuple[str, ...]
    replaced: str
    by: Any


SERVICE: Final = {
    "joined writes": Device(("cli/joined_writes.py",), "cli.http.JoinedWrites", HttpToolsProtocol),
    "log lines written together": Device(("cli/log_lines.py",), "cli.http.LogLines", logging.StreamHandler),
    "direct route": Device(
        ("schema/server/direct_route.py",),
        "schema.server.direct_route.DirectRoute.__call__",
        lambda self, *asgi: self._app(*asgi),
    ),
    "garbage collector": Device(("cli/http.py",), "cli.http.tune_garbage_collection", gc.collect),
}
LOADER: Final = {
    "rows without text": Device(("graph/database.py",), "graph.database._Rows", list),
}


def switch_off(device: Device) -> None:
    """Takes a device away, before the modules that use it are imported."""
    patch(device.replaced, device.by).start()


def main() -> None:
    """Runs the service or the loader without the device that is named first."""
    name = sys.argv.pop(1)
    if name in SERVICE:
        switch_off(SERVICE[name])
        from cli.app import main as run

        sys.argv.insert(1, "serve")
    else:
        switch_off(LOADER[name])
        from bench.loader_run import main as run
    run()


if __name__ == "__main__":
    main()
