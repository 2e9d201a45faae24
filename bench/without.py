"""Code that exists for speed alone, and how the service runs without it.

`python -m bench.without NAME` is `learning-sites serve` without a device of DEVICES: it is replaced by what
the service would do if nobody had written it. Responses stay the same.
"""

from __future__ import annotations

import gc
import logging
import sys
from typing import Any, Final, NamedTuple
from unittest.mock import patch

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class Device(NamedTuple):
    """`file` holds it and nothing else; `by` takes the place of what has the full name `replaced`."""

    file: str
    replaced: str
    by: Any


DEVICES: Final = {
    "joined writes": Device(
        "cli/http_server/joined_writes.py", "cli.http_server.server.JoinedWrites", HttpToolsProtocol
    ),
    "log lines written together": Device(
        "cli/log_lines.py", "cli.service_log.LogLines", logging.StreamHandler
    ),
    "direct route": Device(
        "schema/server/direct_route.py",
        "schema.server.direct_route.DirectRoute.__call__",
        lambda self, *asgi: self._app(*asgi),
    ),
    "garbage collector": Device(
        "cli/garbage_collection.py", "cli.http_server.server.tune_garbage_collection", gc.collect
    ),
}


def main() -> None:
    """Runs the service without the device that is named first."""
    device = DEVICES[sys.argv.pop(1)]
    patch(device.replaced, device.by).start()  # before the modules that use it are imported
    from cli.app import main as run

    sys.argv.insert(1, "serve")
    run()


if __name__ == "__main__":
    main()
