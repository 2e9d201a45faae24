"""The query of a search: from the text of a person to queries of Neo4j's full-text indexes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

from domain.former_counties import FORMER_COUNTIES
from domain.plain import folded, pieces, writings
from domain.states import STATE_NAMES, STATES
from domain.wordings import other_words, without_country
from domain.zip_codes import zip_codes
from graph.errors import InvalidInput
from schema.declare import Declaration
from schema.planner.cypher.lucene import STOP_WORDS, every, phrase

MAX_LENGTH: Final = 200
"""Maximum characters of a search."""
NOISE: Final = frozenset({"and", "the"})
"""Words that people often omit: "Cod & Sons", "Edinburg Center"."""
BETWEEN: Final = r"[^\p{L}\p{N}]*"
MAX_STATE_WORDS: Final = 3
"""Maximum number of words in the name of a state."""
LEAST_BEGUN: Final = 2
"""Letters after which the name of a state counts as begun."""


class TextIndex(NamedTuple):
    """The full-text indexes of a label: `name` folds accents, `words` has stop words too.

    Neo4j has no analyzer that does both. With `states` the nodes have a property `state`; with `has_zips`
    they have `zips`, and a third index.
    """

    name: str
    states: bool
    has_zips: bool

    @classmethod
    def of(cls, declaration: Declaration) -> TextIndex:
        """Those of a declaration that has a text index."""
        assert declaration.text is not None
        properties = declaration.properties
        return cls(declaration.text, states="state" in properties, has_zips="zips" in properties)

    @property
    def words(self) -> str:
        """The name of the second index."""
        return f"{self.name}_words"

    @property
    def zips(self) -> str:
        """The name of the index of ZIP codes."""
        return f"{self.name}_zips"

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all of them."""
        return (self.name, self.words, *((self.zips,) if self.has_zips else ()))


def search_query(text: str, indexes: Sequence[TextIndex]) -> list[dict[str, Any]]:
    """The parts of all readings of a text, for `cypher/field/search.cypher`; none without a letter or digit.

    A part is `{index, text, wider, first, number, reading: {parts, states, begun, text, name,
    longest}}`: the query of one index, one that accepts a second wrong letter in long words too,
    whether it is the first of its reading, and the number of that. A reading has `parts` queries, the
    states that it is limited to (and whether their names are only begun), the text as typed, a regular
    expression for other spellings of the `name`, and the `longest` length of a match. That of a ZIP
    code alone has no name, and that of a former county only the `keys` of what has replaced it. Raises
    InvalidInput.
    """
    if len(text) > MAX_LENGTH:
        raise InvalidInput(
            f"search: at most {MAX_LENGTH} characters are allowed (got {len(text)}); search for fewer words."
        )
    text = text.strip()
    if not any(map(str.isalnum, text)):
        return []
    words = _words(folded(text))
    if not words:
        return []
    readings = [reading for index in indexes for reading in _readings(text, words, index)]
    return [
        {**part, "first": part is parts[0], "number": number, "reading": reading}
        for number, (parts, reading) in enumerate(readings)
        for part in parts
    ]


Parts = list[dict[str, str]]


def _words(text: str) -> list[str]:
    return [word for piece in pieces(text) for word in piece]


def _readings(text: str, words: list[str], index: TextIndex) -> Iterator[tuple[Parts, dict[str, Any]]]:
    yield _reading(words, _parts(index, words, text), text=unicodedata.normalize("NFC", text))
    if index.states:
        yield from _place_readings(words, index)
    if index.has_zips:
        yield from _zip_readings(text, index)


def _place_readings(words: list[str], index: TextIndex) -> Iterator[tuple[Parts, dict[str, Any]]]:
    """The words in each state that they may end with, and other words for the place that they name."""
    bare = without_country(words)
    if bare != words:
        yield _reading(bare, _parts(index, bare))
    for rest, options in ((bare, {}), *_in_states(bare)):
        if not rest:
            [state] = options["states"]
            of_state = {"index": index.words, "text": f"state:{state.lower()}"}
            yield _reading(folded(STATES[state]).split(), [of_state])
            continue
        if index.has_zips:
            yield from _former_readings(rest, options.get("states"), index)
        if options:
            yield _reading(rest, _parts(index, rest), **options)
        if meant := other_words(rest, of_place=index.has_zips):
            yield _reading(meant, _parts(index, meant), **options)


def _former_readings(
    words: list[str], states: list[str] | None, index: TextIndex
) -> Iterator[tuple[Parts, dict[str, Any]]]:
    """The county equivalents that have replaced a county of this name."""
    for former in FORMER_COUNTIES.values():
        if _words(folded(former.name)) == words and (states is None or former.state in states):
            of_state = {"index": index.words, "text": f"state:{former.state.lower()}"}
            yield [of_state], {"parts": 1, "keys": former.keys}


def _in_states(words: list[str]) -> Iterator[tuple[list[str], dict[str, Any]]]:
    """The words before each state, whose name may only be begun, and the options of their reading."""
    for rest, state in _states(words):
        yield rest, {"states": [state]}
    for count in range(1, min(MAX_STATE_WORDS, len(words) - 1) + 1):
        if begun := _begun(" ".join(words[-count:])):
            yield words[:-count], {"states": begun, "begun": True}


def _begun(text: str) -> list[str]:
    """The states whose names begin with a text of at least two letters, and have more of them."""
    if len(text) < LEAST_BEGUN or text in STATE_NAMES:
        return []
    return [code for code, name in STATES.items() if folded(name).startswith(text)]


def _zip_readings(text: str, index: TextIndex) -> Iterator[tuple[Parts, dict[str, Any]]]:
    """Each ZIP code of a text: alone, with the words beside it, and in the state that they end with."""
    codes, beside = zip_codes(folded(text))
    words = _words(beside)
    for code in codes:
        has_code = {"index": index.zips, "text": code}
        yield [has_code], {"parts": 1}
        if not words:
            continue
        yield _reading(words, [*_parts(index, words), has_code])
        if state := _state(words):
            yield [has_code], {"parts": 1, "states": [state]}
        for rest, state in _states(words):
            if rest:
                yield _reading(rest, [*_parts(index, rest), has_code], states=[state])


def _state(words: list[str]) -> str | None:
    """The state that the words name or abbreviate."""
    return STATE_NAMES.get(" ".join(words)) or STATE_NAMES.get("".join(words))


def _states(words: list[str]) -> Iterator[tuple[list[str], str]]:
    """Each state at the end of the words, or its postal code at their start, and the other words."""
    if len(words) == 1:
        if words[0].upper() in STATES:
            yield [], words[0].upper()
        return
    if " ".join(words) in STATE_NAMES:
        return
    for count in range(1, min(MAX_STATE_WORDS, len(words) - 1) + 1):
        if state := _state(words[-count:]):
            yield words[:-count], state
    if words[0].upper() in STATES:
        yield words[1:], words[0].upper()


def _reading(
    words: list[str],
    parts: Parts,
    *,
    text: str | None = None,
    states: list[str] | None = None,
    begun: bool = False,
) -> tuple[Parts, dict[str, Any]]:
    spelled = [writings(words, at) for at in range(len(words))]
    letters = sum(max(map(len, each)) for each in spelled)
    reading = {"text": text, "name": _name(spelled), "longest": 2 * letters + 8}
    return parts, {"parts": len(parts), "states": states, "begun": begun, **reading}


def _name(spelled: list[list[str]]) -> str:
    """A regular expression for a name of these words, each in one of its spellings; "and" is optional."""
    words = []
    for same in spelled:
        either = "|".join(BETWEEN.join(filter(str.isalnum, word)) for word in same)
        words.append(f"(?:{either}){'?' if same[0] == 'and' else ''}")
    return f"(?iu){BETWEEN}{BETWEEN.join(words)}{BETWEEN}"


def _parts(index: TextIndex, words: list[str], text: str = "") -> Parts:
    """Queries that together require all words but the noise; `text` also matches exactly as typed."""
    words = [word for word in words if word not in NOISE] or words
    stopped = [at for at, word in enumerate(words) if _is_stop_word(word, last=at == len(words) - 1)]
    others = [at for at in range(len(words)) if at not in stopped]
    exact = f"{phrase(text)} OR " if text else ""
    queries = ((index.name, others), (index.words, stopped))
    return [
        {
            "index": name,
            "text": f"{exact}({every(words, which)})",
            "wider": f"{exact}({every(words, which, two_wrong=True)})",
        }
        for name, which in queries
        if which
    ]


def _is_stop_word(word: str, *, last: bool) -> bool:
    """True for a stop word; the last word may become one while it is typed."""
    return word in STOP_WORDS or (last and any(other.startswith(word) for other in STOP_WORDS))
