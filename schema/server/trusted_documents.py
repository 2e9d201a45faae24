"""Trusted documents: operations that clients send by id; a service may accept no others.

The manifest is written by the build tools of a frontend: graphql-codegen (`persistedDocuments`) and
relay-compiler (`persistConfig`) a map from id to document, Apollo's tool a list under `operations`. The
documents of the explorer, which this service serves itself, are always trusted.

Apollo's automatic persisted queries, by which a client registers any document under its hash, are not
supported; the error that says so makes the client send its documents instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import orjson

from graph.errors import DocumentNotTrusted, DocumentUnknown, PersistedQueryNotSupported, SettingInvalid
from graph.settings import Settings, variable

NOT_SUPPORTED: Final = "PersistedQueryNotSupported"
"""Clients of Apollo's protocol compare the message; only some of them know the code."""

HASHED_ID: Final = "sha256:"
"""How ids begin that graphql-codegen writes; clients may leave it out."""
OPERATION: Final = re.compile(r"^\s*(?:query|mutation|subscription)\s+(\w+)", re.MULTILINE)


class TrustedDocuments:
    """The documents of the explorer and of a manifest; others are accepted too, unless a setting says no."""

    def __init__(self, settings: Settings) -> None:
        path = settings.trusted_documents
        self._by_id = {**({} if path is None else _manifest(path)), **explorer_documents()}
        self._only = settings.trusted_only
        if self._only and path is None:
            raise SettingInvalid(f"{variable('trusted_only')}: needs {variable('trusted_documents')}.")
        self._texts = frozenset(self._by_id.values())
        self.operations = frozenset(name for text in self._texts for name in OPERATION.findall(text))
        """The names of their operations."""

    def text(self, query: str | None, document_id: str | None, *, by_hash: bool = False) -> str:
        """The text of a request's document; `by_hash` is True when the id is a hash of Apollo's protocol.

        Raises DocumentUnknown, PersistedQueryNotSupported, DocumentNotTrusted.
        """
        if query is None:
            assert document_id is not None
            found = self._by_id.get(document_id.removeprefix(HASHED_ID), self._by_id.get(document_id))
            if found is None and by_hash:
                raise PersistedQueryNotSupported(NOT_SUPPORTED)
            if found is None:
                raise DocumentUnknown(
                    f"documentId: no trusted document has the id {document_id[:80]!r}; rebuild the manifest "
                    "of the frontend and deploy it with the service."
                )
            return found
        if self._only and query not in self._texts:
            raise DocumentNotTrusted(
                "query: only trusted documents are accepted; send the id of one as `documentId`."
            )
        return query


@cache
def explorer_documents() -> Mapping[str, str]:
    """The documents of the explorer by id, as its build writes them; none where it is not built."""
    built = files("web").joinpath("dist", "explorer", "documents.json")
    documents: dict[str, str] = orjson.loads(built.read_bytes()) if built.is_file() else {}
    return {name.removeprefix(HASHED_ID): text for name, text in documents.items()}


def _manifest(path: Path) -> Mapping[str, str]:
    """The documents of a manifest by id. Raises SettingInvalid."""
    try:
        content = orjson.loads(path.read_bytes())
        listed = content.get("operations")
        if isinstance(listed, list):
            content = {each["id"]: each["body"] for each in listed}
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise SettingInvalid(
            f"{variable('trusted_documents')}: {path} is not a valid manifest ({error})."
        ) from None
    if not all(isinstance(text, str) for text in content.values()):
        raise SettingInvalid(f"{variable('trusted_documents')}: {path}: every document must be text.")
    return {str(name): text for name, text in content.items()}
