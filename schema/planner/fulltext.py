"""Full-text search: what a person types becomes a question to Neo4j's index, never its syntax."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Final

from graph.errors import InvalidInput
from schema.build.aggregates import constant_case
from schema.declare import Declaration
from schema.planner.given import Given
from schema.planner.scope import Scope

WORD: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
LONGEST: Final = 200
MOST_WORDS: Final = 12
FUZZY_FROM: Final = 5
"""Letters of a word from which on one of them may be wrong."""


def lucene(text: str) -> str:
    """The question for the index: each word must be there, as it is, as the beginning of one, or misspelled.

    Words are letters, digits and apostrophes within, so that nothing of Lucene's syntax gets through; one
    with accents is looked for with and without them. Raises InvalidInput.
    """
    if len(text) > LONGEST:
        raise InvalidInput(f"search: at most {LONGEST} characters are allowed (got {len(text)}).")
    words = WORD.findall(unicodedata.normalize("NFC", text).lower().replace("’", "'"))
    if not words:
        raise InvalidInput("search: a word of letters or digits is needed.")
    if len(words) > MOST_WORDS:
        raise InvalidInput(f"search: at most {MOST_WORDS} words are allowed (got {len(words)}).")
    return " AND ".join(map(_word, words))


def _word(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    bare = "".join(each for each in plain if each.isalnum() or each == "'")  # "⑴" is "(1)" in plain
    spellings = dict.fromkeys([word, bare] if bare.strip("'") else [word])
    return f"({' OR '.join(map(_spelling, spellings))})"


def _spelling(word: str) -> str:
    fuzzy = f" OR {word}~1" if len(word) >= FUZZY_FROM else ""
    return f"{word}^4 OR {word}*^2{fuzzy}"


def call(index: str, search: Given, node: str, score: str, scope: Scope) -> str:
    """Binds each node that an index finds, and its score."""
    return (
        f"CALL db.index.fulltext.queryNodes('{index}', {scope.parameter(search, lucene)}) "
        f"YIELD node AS {node}, score AS {score}"
    )


def call_all(
    given: Given, node: str, score: str, declarations: Mapping[str, Declaration], scope: Scope
) -> str:
    """The same over the indexes of several types, by the arguments `query` and `types`."""
    indexes = {constant_case(d.name): d.text for d in declarations.values() if d.text}

    def wanted(arguments: dict[str, Any]) -> list[str]:
        types = arguments.get("types")
        return [index for name, index in indexes.items() if index and (types is None or name in types)]

    query = given.get("query")
    assert query is not None
    each = scope.fresh("x")
    return (
        f"UNWIND {scope.parameter(given, wanted)} AS {each} "
        f"CALL db.index.fulltext.queryNodes({each}, {scope.parameter(query, lucene)}) "
        f"YIELD node AS {node}, score AS {score}"
    )
