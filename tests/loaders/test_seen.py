"""Which of several rows of a key counts: the first of a file, the last of several files, the newest year."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loaders.pipeline.duplicates import MOST_PENDING, Met, Seen, Standing
from loaders.pipeline.row import Row, stamped

NEW, AGAIN, OTHER, SUPERSEDED = Standing.NEW, Standing.AGAIN, Standing.OTHER, Standing.SUPERSEDED


def row(key: str, says: str = "", year: int | None = None) -> Row:
    return stamped({"key": key, "says": says, "year": year})


def mets(rows: list[Row], file: int = 0) -> list[Met]:
    return [Met.of(each, file) for each in rows]


def test_of_several_years_the_newest_counts() -> None:
    seen = Seen()
    rows = [row("a", year=2020), row("a", year=2022), row("a", year=2021), row("b", year=2020)]
    assert seen.standings(mets(rows)) == [SUPERSEDED, NEW, SUPERSEDED, NEW]
    seen.add(mets([rows[1], rows[3]]))
    later = [row("a", year=2021), row("a", year=2022), row("a", "other", 2022), row("a", year=2023)]
    assert seen.standings(mets(later)) == [SUPERSEDED, AGAIN, OTHER, NEW]
    assert seen.standings(mets(later, 1)) == [SUPERSEDED, SUPERSEDED, SUPERSEDED, NEW]


def test_a_row_without_a_year_is_a_duplicate_of_one_with_it() -> None:
    seen = Seen()
    seen.add(mets([row("a", year=2020)]))
    assert seen.standings(mets([row("a"), row("a")])) == [OTHER, OTHER]
    assert seen.standings(mets([row("a")], 1)) == [SUPERSEDED]


def test_what_counts_is_remembered_when_many_wait_to_be_sorted_in() -> None:
    seen = Seen()
    seen.add(mets([row("a", year=2020), row("b", year=2020)]))
    for year in (2021, 2022):
        seen.add(mets([row("a", year=year), *(row(f"{each}-{year}") for each in range(MOST_PENDING))]))
    asked = [row("a", year=2021), row("a", year=2022), row("b", year=2020), row("0-2021"), row("c")]
    assert seen.standings(mets(asked)) == [SUPERSEDED, AGAIN, AGAIN, AGAIN, NEW]
    assert seen.without(["a", "b", "c"]) == ["c"]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(2020, 2024)), max_size=20), st.integers(1, 5))
def test_whatever_the_batches_one_row_of_the_newest_year_is_the_last_that_is_new(
    told: list[tuple[str, int]], size: int
) -> None:
    seen, written = Seen(), dict[str, int]()
    for start in range(0, len(told), size):
        batch = [row(key, year=year) for key, year in told[start : start + size]]
        fresh = [
            each for each, standing in zip(batch, seen.standings(mets(batch)), strict=True) if standing is NEW
        ]
        assert len({each["key"] for each in fresh}) == len(fresh)
        seen.add(mets(fresh))
        written |= {each["key"]: each["year"] for each in fresh}
    assert written == {key: max(year for other, year in told if other == key) for key, _ in told}
