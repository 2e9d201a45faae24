"""Which of several rows of a key counts: the first of a file, the last of several files, the newest year."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from loaders.pipeline.duplicates import MAX_PENDING, DuplicateIndex, DuplicateStatus, RowDigest
from loaders.pipeline.row import Row, stamped

NEW, REPEATED, CONFLICTING, SUPERSEDED = (
    DuplicateStatus.NEW,
    DuplicateStatus.REPEATED,
    DuplicateStatus.CONFLICTING,
    DuplicateStatus.SUPERSEDED,
)


def row(key: str, says: str = "", year: int | None = None) -> Row:
    return stamped({"key": key, "says": says, "year": year})


def digests(rows: list[Row], file: int = 0) -> list[RowDigest]:
    return [RowDigest.of(each, file) for each in rows]


def test_of_several_years_the_newest_counts() -> None:
    seen = DuplicateIndex()
    rows = [row("a", year=2020), row("a", year=2022), row("a", year=2021), row("b", year=2020)]
    assert seen.statuses(digests(rows)) == [SUPERSEDED, NEW, SUPERSEDED, NEW]
    seen.add(digests([rows[1], rows[3]]))
    later = [row("a", year=2021), row("a", year=2022), row("a", "other", 2022), row("a", year=2023)]
    assert seen.statuses(digests(later)) == [SUPERSEDED, REPEATED, CONFLICTING, NEW]
    assert seen.statuses(digests(later, 1)) == [SUPERSEDED, SUPERSEDED, SUPERSEDED, NEW]


def test_a_row_without_a_year_is_a_duplicate_of_one_with_it() -> None:
    seen = DuplicateIndex()
    seen.add(digests([row("a", year=2020)]))
    assert seen.statuses(digests([row("a"), row("a")])) == [CONFLICTING, CONFLICTING]
    assert seen.statuses(digests([row("a")], 1)) == [SUPERSEDED]


def test_what_counts_is_remembered_when_many_wait_to_be_sorted_in() -> None:
    seen = DuplicateIndex()
    seen.add(digests([row("a", year=2020), row("b", year=2020)]))
    for year in (2021, 2022):
        seen.add(digests([row("a", year=year), *(row(f"{each}-{year}") for each in range(MAX_PENDING))]))
    asked = [row("a", year=2021), row("a", year=2022), row("b", year=2020), row("0-2021"), row("c")]
    assert seen.statuses(digests(asked)) == [SUPERSEDED, REPEATED, REPEATED, REPEATED, NEW]
    assert seen.unseen(["a", "b", "c"]) == ["c"]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(2020, 2024)), max_size=20), st.integers(1, 5))
def test_whatever_the_batches_one_row_of_the_newest_year_is_the_last_that_is_new(
    rows: list[tuple[str, int]], size: int
) -> None:
    seen, written = DuplicateIndex(), dict[str, int]()
    for start in range(0, len(rows), size):
        batch = [row(key, year=year) for key, year in rows[start : start + size]]
        fresh = [
            each for each, status in zip(batch, seen.statuses(digests(batch)), strict=True) if status is NEW
        ]
        assert len({each["key"] for each in fresh}) == len(fresh)
        seen.add(digests(fresh))
        written |= {each["key"]: each["year"] for each in fresh}
    assert written == {key: max(year for other, year in rows if other == key) for key, _ in rows}
