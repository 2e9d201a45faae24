"""The stamp of the reference data: by it a start sees that the graph holds them already."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from graph.database import Database
from graph.deadline import Deadline
from graph.statements import statement
from loaders.bundled.bundled import REFERENCE, BundledSource
from loaders.bundled.reference import data_folder

FACTS = statement("load/graph_facts")
STAMP = statement("load/reference_stamp")

CODE: Final = (
    "domain",
    "loaders.jurisdiction",
    "loaders.readers.strict",
    "loaders.pipeline.row",
    "loaders.sources",
    "loaders.bundled",
    "loaders.similarity",
)
"""Packages and modules that make rows of the files, and lists of similar jurisdictions of these."""


def reference_stamp(folder: Path | None = None, sources: Sequence[BundledSource] = REFERENCE) -> str:
    """A hash of the reference files, the code that makes rows of them, and the statements that write these.

    Comments, docstrings and layout make no difference, in Python and in Cypher.
    """
    content = hashlib.blake2b(digest_size=12)
    data = sorted(p for p in (folder or data_folder()).iterdir() if p.suffix in (".csv", ".jsonl"))
    for path in data:
        content.update(path.name.encode() + path.read_bytes())
    content.update(_code_digest())
    for source in sources:
        content.update(f"{source.name} {source.target.digest}".encode())
    return content.hexdigest()


def code_of(source: str) -> str:
    """Python code without comments, docstrings and layout."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [each for each in node.body if not _is_text(each)]
    return ast.dump(tree)


async def reference_is_current(database: Database, deadline: Deadline) -> bool:
    """True when the graph was loaded from these files, by this code and these statements."""
    found: object = (await database.read(FACTS, {}, deadline))[0]["reference"]
    return found == reference_stamp()


async def stamp_reference(database: Database, deadline: Deadline) -> None:
    """Records in the graph that it holds these files."""
    await database.write(STAMP, {"stamp": reference_stamp()}, deadline)


@cache
def _code_digest() -> bytes:
    """Of the code that runs: read once, as a process keeps what it has imported."""
    content = hashlib.blake2b(digest_size=12)
    for path in sorted(_code()):
        content.update(code_of(path.read_text(encoding="utf-8")).encode())
    return content.digest()


def _code() -> Iterator[Path]:
    root = Path(__file__).parents[2]
    for name in CODE:
        path = root.joinpath(*name.split("."))
        yield from path.rglob("*.py") if path.is_dir() else [path.with_suffix(".py")]


def _is_text(node: ast.stmt) -> bool:
    """A docstring, or the text that describes the constant before it."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
