"""Completes a bill of materials (CycloneDX) of Python packages with the jars of Neo4j: `make sbom`.

Reads the document of cyclonedx-py from standard input and writes the file that it is given, and beside it
that of the image: `sbom.json` and `sbom-image.json`.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from packaging.utils import canonicalize_name

from docs.licenses import locked, needed_packages

ROOT: Final = Path(__file__).parent.parent
JARS: Final = ROOT / "graph" / "embedded" / "neo4j.lock.toml"
OURS: Final = "learning-sites-graph"


def completed(packages: dict[str, Any]) -> dict[str, Any]:
    """The document with our name and all jars."""
    return {**_named(packages), "components": [*packages["components"], *jars()]}


def of_image(packages: dict[str, Any]) -> dict[str, Any]:
    """The document with our name and the packages of the image alone, which has no jars."""
    there = image_packages()
    components = [each for each in packages["components"] if there.get(each["name"]) == each["version"]]
    kept = {each["bom-ref"] for each in components}
    dependencies = [each for each in packages.get("dependencies", []) if each["ref"] in kept]
    return {**_named(packages), "components": components, "dependencies": dependencies}


def image_packages() -> dict[str, str]:
    """The packages of the image with their versions: what the service needs without extras."""
    needed = needed_packages() - {canonicalize_name(OURS)}
    return {name: release for name, release in locked() if name in needed}


def _named(packages: dict[str, Any]) -> dict[str, Any]:
    ours = {
        "type": "application",
        "bom-ref": OURS,
        "name": OURS,
        "version": version(OURS),
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    metadata = {**packages.get("metadata", {}), "component": ours}
    return {**packages, "metadata": metadata}


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
    made, target = json.load(sys.stdin), Path(sys.argv[1])
    for path, document in (
        (target, completed(made)),
        (target.with_stem(f"{target.stem}-image"), of_image(made)),
    ):
        path.write_text(json.dumps(document, indent=1), encoding="utf-8")
        print(f"{path}: {len(document['components'])} components", file=sys.stderr)  # noqa: T201
