"""The built page is small, sends ids instead of documents, and its documents fit the schema."""

from __future__ import annotations

import gzip
import hashlib
import json
import re

from graphql import build_schema, parse, validate

from schema.model import MODEL
from web.build import DIST, WEB

EXPLORER = DIST / "explorer"
ASSETS = EXPLORER / "assets"
DOCUMENTS: dict[str, str] = json.loads((EXPLORER / "documents.json").read_text())
KB = 1000
FIRST_VIEW_KB = 60
ALL_KB = 220


def compressed(pattern: str) -> int:
    """The size of files in dist/, each compressed by gzip alone."""
    return sum(path.stat().st_size for path in ASSETS.glob(f"{pattern}.gz"))


def test_code_and_style_of_the_first_view_are_small() -> None:
    page = (EXPLORER / "index.html").read_text()
    assert (
        0 < compressed("*.js") + compressed("*.css") + len(gzip.compress(page.encode())) < FIRST_VIEW_KB * KB
    )


def test_the_whole_page_is_small() -> None:
    assert compressed("*") < ALL_KB * KB


def test_compressed_copies_are_of_the_files_beside_them() -> None:
    copies = [path for path in ASSETS.iterdir() if path.suffix == ".gz"]
    assert copies
    for copy in copies:
        content = copy.with_suffix("").read_bytes()
        assert gzip.decompress(copy.read_bytes()) == content
        assert copy.with_suffix(".br").stat().st_size < len(content)


def test_each_document_has_its_hash_as_id_and_fits_the_schema() -> None:
    schema = build_schema(MODEL.sdl)
    for name, text in DOCUMENTS.items():
        assert name == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
        assert validate(schema, parse(text)) == []


def test_the_bundle_has_ids_and_no_documents() -> None:
    code = "".join(path.read_text() for path in ASSETS.glob("*.js"))
    assert set(re.findall(r"sha256:[0-9a-f]{64}", code)) == set(DOCUMENTS)
    assert not re.search(r"\bquery [A-Z]\w*\s*[({]|\bedges ?\{ ?node", code)


def test_the_license_of_each_package_in_the_bundle_is_beside_it() -> None:
    text = (EXPLORER / "LICENSES.txt").read_text()
    runtime = ("preact", "@preact/signals", "@preact/signals-core")
    assert all(re.search(rf"^==== {re.escape(name)} ", text, re.MULTILINE) for name in runtime)


def test_the_types_of_the_documents_are_those_of_the_build() -> None:
    made = WEB / "explorer" / "api" / "generated" / "persisted-documents.json"
    assert json.loads(made.read_text()) == DOCUMENTS
