"""Completes a bill of materials (CycloneDX) of Python packages with the jars of Neo4j: `make sbom`.

Reads the document of cyclonedx-py from standard input and writes the file that it is given.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parent.parent
JARS: Final = ROOT / "graph" / "embedded" / "neo4j.lock.toml"
OURS: Final = "learning-sites-graph"


def completed(packages: dict[str, Any]) -> dict[str, Any]:
    """The document with our name and all jars."""
    ours = {
        "type": "application",
        "bom-ref": OURS,
        "name": OURS,
        "version": version(OURS),
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    metadata = {**packages.get("metadata", {}), "component": ours}
    return {**packages, "metadata": metadata, "components": [*packages["components"], *jars()]}


def jars() -> Iterator[dict[str, Any]]:
    """The jars of the lock as components, each with its hash."""
    lock = tomllib.loads(JARS.read_text(encoding="utf-8"))
    entries = [entry for part in lock.values() if isinstance(part, list) for entry in part]
    found = {
        (each["groupId"], each["artifactId"], each["version"], each.get("classifier")): each
        for each in entries
    }
    for (group, name, release, classifier), entry in sorted(found.items(), key=lambda pair: str(pair[0])):
        suffix = f"?classifier={classifier}" if classifier else ""
        purl = f"pkg:maven/{group}/{name}@{release}{suffix}"
        yield {
            "type": "library",
            "bom-ref": purl,
            "group": group,
            "name": name,
            "version": release,
            "purl": purl,
            "hashes": [{"alg": "SHA-256", "content": entry["sha256"]}],
        }


if __name__ == "__main__":
    document = completed(json.load(sys.stdin))
    Path(sys.argv[1]).write_text(json.dumps(document, indent=1), encoding="utf-8")
    print(f"{sys.argv[1]}: {len(document['components'])} components", file=sys.stderr)  # noqa: T201
