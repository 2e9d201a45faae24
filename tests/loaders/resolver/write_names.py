"""Writes `loaders/resolver/names.csv`: real names of places and counties in the ways people write them.

`python tests/loaders/resolver/write_names.py`. Same data, same bytes. The ways are written down here apart
from the resolver, which this script must not import: it would test its rules against themselves. A name with
its writing falls to one half, `tune` or `test`, by lot; nothing may be chosen by looking at the second.

`expected` holds the keys that are meant (`;` between several), or nothing where a person could not tell, or
where the state has no such name; `left_out` the key that the resolver is not told of, to see what it makes of
a name that is not in its data.
"""

from __future__ import annotations

import csv
import random
import re
import string
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from domain.city_counties import CITY_COUNTIES  # noqa: E402
from domain.states import TERRITORIES  # noqa: E402
from domain.vocabulary import JurisdictionKind as Kind  # noqa: E402
from loaders.bundled.jurisdictions import read_adjacency, read_listed  # noqa: E402
from loaders.jurisdiction import Jurisdiction  # noqa: E402

NAMES = ROOT / "loaders" / "resolver" / "names.csv"
SEED = 20260901
EACH = 80
"""Rows of one form, both halves together."""

random_ = random.Random(SEED)


class Line(NamedTuple):
    """A row of the file without its half; `expected` are keys."""

    form: str
    text: str
    state: str
    kind: str
    fips: str
    expected: str
    left_out: str = ""


Writer = Callable[[str], str | None]
"""A name in another writing, or None for a name that has no such writing."""

POLICE = (
    "{} Police Department",
    "{} PD",
    "{} Police Dept.",
    "{} Police",
    "{} P.D.",
    "{} Department of Public Safety",
)
CITY_OF = ("City of {}", "{}, City of", "The City of {}", "{} (City of)", "{} city", "CITY OF {}")
TOWN_OF = ("Town of {}", "Village of {}", "{}, Town of", "{} town", "Borough of {}", "{} Vlg.", "{} Twp")
SHERIFF = (
    "{} County Sheriff's Office",
    "{} County Sheriff’s Dept.",
    "{} Co. Sheriff",
    "{} County SO",
    "{} Sheriff's Office",
    "{} Co. S.O.",
    "{} CO SHERIFFS OFFICE",
)
COUNTY = ("{} CO.", "{} Co", "{} Cnty", "{} Cnty.", "{} county", "{} COUNTY")
COUNTY_OF = ("County of {}", "{}, County of", "The County of {}", "{} (County)")
OFFICES = (
    "{} County Health Department",
    "{} County Commissioners",
    "{} County Jail",
    "{} Co. Behavioral Health",
)
SHORTER = {
    "North ": "N. ",
    "South ": "S. ",
    "East ": "E. ",
    "West ": "W ",
    " Heights": " Hts",
    " Springs": " Spgs.",
    " Beach": " Bch",
    " Village": " Vlg",
    " Junction": " Jct.",
    " Center": " Ctr.",
    " Point": " Pt",
    " Lake": " Lk",
    "Lake ": "Lk. ",
    " Falls": " Fls",
    " Harbor": " Hbr",
    " Gardens": " Gdns",
    " Island": " Is.",
    " Park": " Pk.",
    " Valley": " Vly",
    "Port ": "Pt. ",
    " City": " Cty.",
    " River": " Riv.",
    " Mountain": " Mtn.",
    " Hills": " Hls.",
}
HEARD = (
    ("ph", "f"), ("burgh", "burg"), ("burg", "berg"), ("ville", "vile"), ("ll", "l"), ("tt", "t"),
    ("nn", "n"), ("ss", "s"), ("rr", "r"), ("ck", "k"), ("ei", "ie"), ("ie", "ei"), ("sey", "sy"),
    ("boro", "borough"), ("ston", "sten"), ("er", "or"), ("ay", "ey"), ("mm", "m"),
)  # fmt: skip
NEIGHBORS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo",
    "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad",
    "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip


CAMPUS = (
    "us-campus:university-of-florida",
    (
        ("University of Florida", "FL"),
        ("Univ. of Florida Police Department", "FL"),
        ("UNIVERSITY OF FLORIDA, Gainesville", "FL"),
        ("University of Florida PD, FL", ""),
    ),
)
REGION = (
    "us-region:gallia-jackson-meigs",
    (
        ("Gallia-Jackson-Meigs", "OH"),
        ("Gallia, Jackson & Meigs Counties", "OH"),
        ("Meigs/Gallia/Jackson", "Ohio"),
        ("Jackson, Gallia and Meigs Counties, Ohio", ""),
    ),
)


def letters(name: str) -> str:
    """The letters and digits alone, by which this script tells names apart."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def swapped(one: str, other: str) -> Writer:
    """Either writing of a first or middle word in place of the other."""

    def write(name: str) -> str | None:
        for old, new in ((one, other), (other, one)):
            made, count = re.subn(rf"(?<!\w){re.escape(old)} ", f"{new} ", name)
            if count:
                return made
        return None

    return write


def one_edit(name: str) -> str | None:
    """A letter left out, doubled, swapped with the next, or struck beside its key."""
    if len(letters(name)) < 6:
        return None
    spots = [at for at in range(1, len(name) - 1) if name[at].isalpha() and name[at + 1].isalpha()]
    at = random_.choice(spots)
    letter, after = name[at], name[at + 1]
    struck = random_.choice(NEIGHBORS.get(letter.casefold(), string.ascii_lowercase))
    edits = [name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + struck + name[at + 1 :]]
    if letter != after:
        edits.append(name[:at] + after + letter + name[at + 2 :])
    return random_.choice(edits)


def two_edits(name: str) -> str | None:
    once = one_edit(name) if len(letters(name)) >= 11 else None
    return one_edit(once) if once else None


def heard(name: str) -> str | None:
    """As one writes what one has only heard."""
    fitting = [pair for pair in HEARD if pair[0] in name[1:]]
    if len(letters(name)) < 6 or not fitting:
        return None
    old, new = random_.choice(fitting)
    return name[0] + name[1:].replace(old, new, 1)


def shorter(name: str) -> str | None:
    fitting = [pair for pair in SHORTER.items() if pair[0] in name]
    return name.replace(*random_.choice(fitting), 1) if fitting else None


def spaced(name: str) -> str | None:
    """Words run together, or parted where they are one."""
    if "-" in name:
        return name.replace("-", " ")
    if " " in name:
        return random_.choice((name.replace(" ", "-"), name.replace(" ", "", 1), name.replace(" ", "  ")))
    for start in ("La", "De", "Du", "Le", "Mc", "Van", "El"):
        if name.startswith(start) and name[len(start) :][:1].isupper():
            return f"{start} {name[len(start) :]}"
    return None


def odd_blanks(name: str) -> str | None:
    return name.replace(" ", " ") if " " in name else f" {name} "


def accents(name: str) -> str | None:
    apart = unicodedata.normalize("NFD", name)
    bare = "".join(letter for letter in apart if not unicodedata.combining(letter))
    marks = name.replace("‘", "'").replace("'", "’")
    choices = [each for each in (apart, bare, marks, letters(name).capitalize()) if each != name]
    return random_.choice(choices) if not name.isascii() or "'" in name else None


def framed(frames: Sequence[str]) -> Writer:
    return lambda name: random_.choice(frames).format(name)


class World:
    """The real names, and which of them can be told apart."""

    def __init__(self) -> None:
        listed = read_listed()
        self.all = [one for one in listed if one.kind is not Kind.PLACE or one.state not in TERRITORIES]
        self.states = {one.state: one for one in self.all if one.kind is Kind.STATE}
        self.places = [one for one in self.all if one.kind is Kind.PLACE and "(" not in one.name]
        self.counties = [one for one in self.all if one.kind is Kind.COUNTY]
        self.by_key = {one.key: one for one in self.all}
        self.named = defaultdict[tuple[str, str], set[str]](set)
        for one in self.all:
            for name in (one.name, *one.other_names):
                self.named[one.state, letters(name)].add(one.key)
        self.left_out = list(self.drawn(self.places, self.single))[: 2 * EACH]
        left_out = {one.key for one in self.left_out}
        self.places = [one for one in self.places if one.key not in left_out]

    def single(self, one: Jurisdiction) -> bool:
        """True when no other place of the state has the name."""
        those = (self.by_key[key] for key in self.named[one.state, letters(one.name)])
        return sum(other.kind is one.kind for other in those) == 1

    def drawn(
        self, units: Sequence[Jurisdiction], among: Callable[[Jurisdiction], bool]
    ) -> Iterator[Jurisdiction]:
        """Fitting ones without end of repetition, larger ones sooner (weight √population)."""
        keyed = [
            (random_.random() ** (1 / one.population**0.5), one)
            for one in units
            if one.population and among(one)
        ]
        return (one for _, one in sorted(keyed, key=lambda pair: -pair[0]))

    def takes(self, text: str, one: Jurisdiction) -> bool:
        """True when a misspelling is the right name of another."""
        return bool(self.named[one.state, letters(text)] - {one.key})


def with_state(world: World, text: str, one: Jurisdiction, kind: str) -> tuple[str, str, str]:
    """Text, state and kind: the state in the text or beside it, in the ways of forms and of letters."""
    name = world.states[one.state].name
    pick = random_.random()
    if pick < 0.4:
        return text, random_.choice((one.state, one.state, one.state.lower(), name)), kind
    ends = (f", {one.state}", f" {one.state}", f", {name}", f" {name.lower()}", f", {one.state.capitalize()}")
    if pick < 0.7:
        return text + random_.choice(ends), "", ""
    return text + random_.choice(ends), one.state, kind


def core(one: Jurisdiction) -> str:
    """A county's name without what it is."""
    return re.sub(r" (County|Parish|Borough|Census Area|Municipality|City and Borough)$", "", one.name)


def lines(world: World) -> Iterator[Line]:
    yield from place_lines(world)
    yield from county_lines(world)
    yield from other_lines(world)
    yield from several_lines(world)
    yield from nothing_lines(world)


def place_lines(world: World) -> Iterator[Line]:
    writers: dict[str, tuple[Writer, int]] = {
        "place": (lambda name: name, EACH),
        "upper case": (str.upper, EACH // 2),
        "lower case": (str.lower, EACH // 2),
        "city of": (framed(CITY_OF), EACH),
        "town of": (framed(TOWN_OF), EACH),
        "police": (framed(POLICE), EACH),
        "saint": (swapped("Saint", "St."), EACH // 2),
        "saint, no point": (swapped("Saint", "St"), EACH // 4),
        "mount": (swapped("Mount", "Mt."), EACH // 4),
        "fort": (swapped("Fort", "Ft."), EACH // 4),
        "shortened": (shorter, EACH),
        "blanks and hyphens": (spaced, EACH),
        "no-break space": (odd_blanks, EACH // 4),
        "accents": (accents, EACH // 4),
        "one edit": (one_edit, 2 * EACH),
        "two edits": (two_edits, EACH // 4),
        "as heard": (heard, EACH // 2),
    }
    for form, (write, count) in writers.items():
        small = form == "town of"
        units = world.drawn(
            world.places, lambda one, s=small: world.single(one) and (not s or one.population < 30_000)
        )  # type: ignore[misc]
        made = 0
        for one in units:
            text = write(one.name)
            if made == count:
                break
            if (
                text is None
                or (text == one.name and form not in ("place", "lower case"))
                or world.takes(text, one)
            ):
                continue
            made += 1
            text, state, kind = with_state(world, text, one, "city")
            yield Line(form, text, state, kind, "", one.key)
    for one in list(world.drawn(world.places, lambda one: bool(one.other_names) and world.single(one)))[
        : 2 * EACH
    ]:
        text = random_.choice(one.other_names)
        if world.takes(text, one):
            continue
        text, state, kind = with_state(world, text, one, "city")
        yield Line("other name (held out)", text, state, kind, "", one.key)
    for one in list(world.drawn(world.places, lambda one: not world.single(one)))[:EACH]:
        county = world.by_key[one.part_of[0]]
        twins = (world.by_key[key] for key in world.named[one.state, letters(one.name)])
        if sum(other.kind is Kind.PLACE and other.county == one.county for other in twins) > 1:
            continue
        if random_.random() < 0.5:
            yield Line("one of two, with fips", one.name, one.state, "city", one.county or "", one.key)
        else:
            text = f"{one.name}, {county.name}, {one.state}"
            yield Line("one of two, with county", text, "", "", "", one.key)


def county_lines(world: World) -> Iterator[Line]:
    plain = [one for one in world.counties if one.name != core(one)]
    writers: dict[str, tuple[Writer, int]] = {
        "county": (lambda name: f"{name} County", EACH),
        "county, shortened": (framed(COUNTY), EACH),
        "county of": (framed(COUNTY_OF), EACH // 2),
        "sheriff": (framed(SHERIFF), EACH),
        "county office": (framed(OFFICES), EACH // 2),
        "county, one edit": (lambda name: (text := one_edit(name)) and f"{text} County", EACH),
        "county, as heard": (lambda name: (text := heard(name)) and f"{text} Co.", EACH // 4),
        "county, accents": (lambda name: (text := accents(name)) and f"{text} Co.", EACH // 8),
        "county, saint": (
            lambda name: (text := swapped("Saint", "St.")(name)) and f"{text} County",
            EACH // 4,
        ),
    }
    for form, (write, count) in writers.items():
        made = 0
        for one in world.drawn(plain, lambda one: True):
            text = write(core(one))
            if made == count:
                break
            if text is None or world.takes(text, one) or world.takes(text.removesuffix(" County"), one):
                continue
            made += 1
            text, state, kind = with_state(world, text, one, "county")
            yield Line(form, text, state, kind, "", one.key)
    for one in list(world.drawn(plain, lambda one: True))[:EACH]:
        yield Line("county, bare name", core(one), one.state, "county", "", one.key)
    for one in list(world.drawn(plain, lambda one: (one.fips or "").startswith("0")))[: EACH // 4]:
        text = random_.choice(("", core(one), f"{core(one)} Co"))
        yield Line("fips without zero", text, "", "county", (one.fips or "").lstrip("0"), one.key)


def other_lines(world: World) -> Iterator[Line]:
    for code in sorted(random_.sample(sorted(world.states), 24)):
        name = world.states[code].name
        text = random_.choice((name, name.upper(), f"State of {name}", f"{name} State Police", code))
        yield Line("state", text, random_.choice((code, "")), "state", "", world.states[code].key)
    yield from (Line("campus", *written, "campus", "", CAMPUS[0]) for written in CAMPUS[1])
    yield from (Line("region", *written, "multi-jurisdiction", "", REGION[0]) for written in REGION[1])


def several_lines(world: World) -> Iterator[Line]:
    pairs = [
        (world.by_key[one], world.by_key[other])
        for one, other in read_adjacency()
        if world.by_key[one].state == world.by_key[other].state
    ]
    frames = (
        "{} and {} Counties",
        "{}-{}",
        "{}/{} Counties",
        "{} & {}",
        "{} County and {} County",
        "{}, {} Counties",
    )
    for one, other in random_.sample(pairs, EACH // 2):
        if core(one) == one.name or core(other) == other.name or "-" in core(one) + core(other):
            continue
        text = random_.choice(frames).format(core(one), core(other))
        yield Line("several counties", text, one.state, "multi-jurisdiction", "", f"{one.key};{other.key}")


def nothing_lines(world: World) -> Iterator[Line]:
    def elsewhere(units: list[Jurisdiction], count: int, kind: str) -> Iterator[Line]:
        for one in list(world.drawn(units, lambda one: len(letters(one.name)) > 3))[:count]:
            strange = [
                code
                for code in sorted(world.states)
                if not any(
                    (code, letters(name)) in world.named for name in (one.name, core(one), *one.other_names)
                )
            ]
            state = random_.choice(strange)
            text = random_.choice(("{}", "{}", "City of {}", "{} PD") if kind == "city" else ("{}",))
            yield Line(
                "not in this state", text.format(one.name), state, random_.choice((kind, kind, "")), "", ""
            )

    for one in world.left_out:
        text = random_.choice(("{}", "{}", "City of {}", "{} PD")).format(one.name)
        yield Line("not in the data", text, one.state, random_.choice(("city", "city", "")), "", "", one.key)
    yield from elsewhere(world.places, EACH, "city")
    yield from elsewhere(world.counties, EACH // 2, "county")
    common = defaultdict[str, set[str]](set)
    for one in [*world.counties, *world.places]:
        common[one.name].add(one.state)
    twice = sorted(name for name, states in common.items() if len(states) >= 4)
    for name in random_.sample(twice, EACH):
        yield Line(
            "common, no state",
            name,
            "",
            random_.choice(("", "county" if "County" in name else "city")),
            "",
            "",
        )
    for one in list(world.drawn(world.places, lambda one: not world.single(one)))[: EACH // 2]:
        yield Line("one of two", one.name, one.state, "city", "", "")
    for code in sorted(random_.sample(sorted(world.states), 16)):
        name = world.states[code].name
        yield Line("tribal", f"tribal government in {name}", code, "tribal", "", "")
    for one in list(world.drawn(world.places, world.single))[: EACH // 4]:
        yield Line("campus without a name", f"campus in {one.name}, {one.state}", one.state, "campus", "", "")
    for text in (
        "Unknown",
        "N/A",
        "statewide",
        "various",
        "see notes",
        "multiple agencies",
        "n.a.",
        "TBD",
        "-",
        "City",
    ):
        yield Line(
            "no name", text, random_.choice(sorted(world.states)), random_.choice(("city", "")), "", ""
        )


def main() -> None:
    """Writes the file; each form is halved by lot, so both halves hold all of them."""
    by_form = defaultdict[str, list[Line]](list)
    for line in lines(World()):
        by_form[line.form].append(line)
    seen = set[tuple[str, ...]]()
    with NAMES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("half", *Line._fields))
        for those in by_form.values():
            random_.shuffle(those)
            for number, line in enumerate(those):
                if line[1:5] in seen:
                    continue
                seen.add(line[1:5])
                cells = [CITY_COUNTIES.get(cell, cell) for cell in line]
                writer.writerow((("tune", "test")[number % 2], *cells))


if __name__ == "__main__":
    main()
