"""A program that owns an embedded Neo4j, for tests to kill; its settings come from the environment."""

import sys

from graph.embedded import EmbeddedServer, running
from graph.settings import Settings

settings = Settings.read()
with EmbeddedServer.start(settings, train=False):
    instance = running(settings)
    assert instance is not None
    sys.stdout.write(instance.model_dump_json() + "\n")
    sys.stdout.flush()
    sys.stdin.read()
