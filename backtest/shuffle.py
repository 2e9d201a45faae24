"""Shuffle, the null check: the same log, with answers that no longer depend on the requesters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from backtest.past_request import PastRequest

QUARTER_MONTHS: Final = 3


def shuffled(requests: Sequence[PastRequest], seed: int) -> list[PastRequest]:
    """The sets of sites that answered, permuted among the answered requests of the same quarter.

    Popularity and time stay as they are; months and outcome stay with the request.
    """
    random = np.random.Generator(np.random.PCG64(seed))
    quarters: dict[int, list[int]] = defaultdict(list)
    for number, request in enumerate(requests):
        if request.answers:
            quarters[request.month // QUARTER_MONTHS].append(number)
    mixed = list(requests)
    for _, numbers in sorted(quarters.items()):
        for number, other in zip(numbers, random.permutation(numbers).tolist(), strict=True):
            own = requests[number].answers[0]
            answers = tuple(replace(own, site=answer.site) for answer in requests[other].answers)
            mixed[number] = replace(requests[number], answers=answers)
    return mixed
