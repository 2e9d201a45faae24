"""The command line of Neo4j, and its environment variables."""

from __future__ import annotations

import os
from pathlib import Path

from graph.embedded.home import Home
from graph.embedded.java import Java

MAIN_CLASS = "org.neo4j.server.Neo4jCommunity"
FLAGS = (
    "-XX:+UseSerialGC",
    "-XX:-UsePerfData",
    # Java's optimizing compiler (C2) starts at five times its default counts: planning a new statement
    # runs code only some thousand times, and compiling that with C2 takes longer than it saves.
    "-XX:Tier4InvocationThreshold=25000",
    "-XX:Tier4MinInvocationThreshold=3000",
    "-XX:Tier4CompileThreshold=75000",
    "-XX:Tier4BackEdgeThreshold=200000",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
)
REMOVED = ("CLASSPATH", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS")


def flags(java: Java) -> tuple[str, ...]:
    """The options of every run of this Java; an AOT cache is valid only for the same ones."""
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
        "-XX:+ExitOnOutOfMemoryError",  # without heap Neo4j does nothing right; the guardian starts it again
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
    """Our environment without variables that change Java or Neo4j; UTF-8, or paths with `é` would break."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in REMOVED and not name.startswith("NEO4J_")
    }
    return kept | {"LC_ALL": "C.UTF-8", "JAVA_HOME": str(Path(java.path).parents[1])}
