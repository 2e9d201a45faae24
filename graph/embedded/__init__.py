"""The embedded Neo4j: downloaded once, run as a child process, stopped with its owner.

    with EmbeddedServer.start(settings) as server:
        GraphDatabase.driver(server.bolt_uri, auth=(server.username, server.password))

`artifacts` downloads the files, `java` finds a Java, `home` is the folder, `configuration` writes neo4j.conf,
`guardian` owns the process, `readiness` waits for it, `aot` speeds up its start, `server` combines these.
"""

from graph.embedded.artifacts import Artifacts, browser_jar
from graph.embedded.home import Home
from graph.embedded.instance import Instance, running
from graph.embedded.server import EmbeddedServer, attach_or_start, is_ready_offline, reset, stop

__all__ = [
    "Artifacts",
    "EmbeddedServer",
    "Home",
    "Instance",
    "attach_or_start",
    "browser_jar",
    "is_ready_offline",
    "reset",
    "running",
    "stop",
]
