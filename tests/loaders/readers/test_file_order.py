"""The order of files is what a person would expect of their names."""

from __future__ import annotations

import random

import pytest

from loaders.readers import file_order

IN_ORDER = [
    ("log-2025-9.csv", "log-2025-10.csv"),
    ("log-2025-9.csv", "LOG-2025-10.CSV", "log-2025-11.csv"),
    ("Log 2025 9.xlsx", "log_2025-10.csv.gz", "log.2025.11.jsonl"),
    ("log-2025-09.csv", "log-2025-10.csv", "log-2025-11.csv"),
    ("log.csv", "log-2.csv", "log-10.csv"),
    ("log.csv", "log (1).csv", "log (2).csv", "log (10).csv"),
    ("2024-12-31.csv", "2025-01-01.csv"),
    ("9.csv", "10.csv", "a.csv", "B.csv", "c.csv"),
    ("\u00e9tat-9.csv", "e\u0301tat-10.csv"),  # as Linux and as macOS write it
    ("x" * 100 + "9" * 100 + ".csv", "x" * 100 + "1" + "0" * 100 + ".csv"),
]


@pytest.mark.parametrize("names", IN_ORDER)
def test_numbers_count_by_their_size_and_letters_are_blind_to_case(names: tuple[str, ...]) -> None:
    mixed = list(names)
    for seed in range(5):
        random.Random(seed).shuffle(mixed)
        assert tuple(sorted(mixed, key=file_order)) == names


def test_different_names_never_have_the_same_place() -> None:
    names = ["log-1.csv", "log-01.csv", "LOG-1.csv", "log_1.csv", "log-1.jsonl", "\u00b2.csv", ".csv", ""]
    assert len({file_order(name) for name in names}) == len(names)
