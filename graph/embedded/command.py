"""The command line of Neo4j, and the environment it runs in."""

from __future__ import annotations

import os
from pathlib import Path

from graph.embedded.home import Home
from graph.embedded.java import Java

MAIN_CLASS = "org.neo4j.server.Neo4jCommunity"
FLAGS = (
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    # Java's second compiler begins at five times its usual counts. Neo4j plans each new statement with code
    # that runs some thousand times and no more: to compile that well takes longer than it saves.
    "-XX:Tier4InvocationThreshold=25000",
    "-XX:Tier4MinInvocationThreshold=3000",
    "-XX:Tier4CompileThreshold=75000",
    "-XX:Tier4BackEdgeThreshold=200000",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
)
KEPT_OUT = ("CLASSPATH", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")


def flags(java: Java) -> tuple[str, ...]:
    """The options for every run of this Java; they are part of what an AOT cache is made for."""
    unsafe = ("--sun-misc-unsafe-memory-access=allow",) if java.major >= 23 else ()
    return (*FLAGS, *unsafe)


def neo4j_command(
    java: Java, home: Home, class_path: str, heap_mb: int, extra: tuple[str, ...] = ()
) -> list[str]:
    """Arguments that run Neo4j in `home`; `class_path` is relative to the working folder."""
    return [
        str(java.path),
        f"-Xmx{heap_mb}m",
        *flags(java),
        f"-XX:ErrorFile={home.logs / 'java_error_%p.log'}",
        *extra,
        "-cp",
        class_path,
        MAIN_CLASS,
        f"--home-dir={home.root}",
        f"--config-dir={home.conf}",
        "--console-mode",
    ]


def neo4j_environment(java: Java) -> dict[str, str]:
    """Our environment without what would change Java or Neo4j; UTF-8, or paths like `é` would break."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in KEPT_OUT and not name.startswith("NEO4J_")
    }
    return kept | {"LC_ALL": "C.UTF-8", "JAVA_HOME": str(Path(java.path).parents[1])}
