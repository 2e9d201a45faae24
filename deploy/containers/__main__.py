"""`make containers`: an engine, the images, and the tests of the production files with them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import monotonic

from deploy.containers import ROOT, images, podman
from deploy.containers.engine import Engine, NoEngine, find_engine
from graph.settings import Settings

TESTS = ("tests/deploy",)


def main() -> int:
    """The exit code of the tests; 2 where no engine can be had."""
    state = Settings().cache / "containers"
    try:
        engine = find_or_install(state)
    except NoEngine as error:
        print(f"make containers: {error}", file=sys.stderr)
        return 2
    print(f"engine: {engine.says('--version')}; images and cache in {state}", flush=True)
    begun = monotonic()
    for line in images.prepare(engine, state):
        print(line, flush=True)
    print(f"images are ready after {monotonic() - begun:.0f} s", flush=True)
    # A fixture loads a night, which takes longer than pytest's limit for a trace of what hangs.
    options = ["--verbose", "-o", "faulthandler_timeout=3600"]
    command = [sys.executable, "-m", "pytest", *options, *TESTS, *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def find_or_install(state: Path) -> Engine:
    """The engine of this machine, installed where that is allowed; see `find_engine`. Raises NoEngine."""
    try:
        return find_engine(state)
    except NoEngine:
        needed = podman.missing()
        if not needed:
            raise
    if problem := podman.install(needed):
        raise NoEngine(problem)
    return find_engine(state)


if __name__ == "__main__":
    sys.exit(main())
