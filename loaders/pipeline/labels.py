"""Labels: names of program models and topics, which a file may write instead of their keys."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from domain.spellings import nearest, plain_word
from graph.database import Database
from graph.deadline import Deadline
from graph.statements import statement

FIND: Final = statement("load/labels")
DEADLINE_S: Final = 60.0

_BRACKETS: Final = re.compile(r"\(([^()]*)\)")


class Labels:
    """Keys of program models and topics by what people write for them.

    These are the name, what is in brackets in it, the name without that, and the key without its prefix.
    """

    def __init__(self, named: Iterable[tuple[str, str]] = ()) -> None:
        """Of pairs of key and name."""
        self._keys: dict[str, dict[str, list[str]]] = defaultdict(dict)
        named = list(named)
        self.keys = frozenset(key for key, _ in named)
        for key, name in named:
            prefix, _, word = key.partition(":")
            forms = {key, word, name, _BRACKETS.sub(" ", name), *_BRACKETS.findall(name)}
            for form in {plain_word(form) for form in forms} - {""}:
                self._keys[f"{prefix}:"].setdefault(form, []).append(key)

    def keys_of(self, prefix: str, text: str) -> list[str]:
        """The keys with this prefix that a text may mean."""
        return self._keys.get(prefix, {}).get(plain_word(text), [])

    def nearest(self, prefix: str, text: str) -> str | None:
        """The key whose name is most like the text, if one is near."""
        forms = self._keys.get(prefix, {})
        form = nearest(plain_word(text), forms)
        return None if form is None else forms[form][0]


async def labels_of(database: Database) -> Labels:
    """The names of all models and topics of the graph. Raises the errors of the database."""
    found = await database.read(FIND, {}, Deadline.after(DEADLINE_S))
    return Labels((record["key"], record["name"]) for record in found)
