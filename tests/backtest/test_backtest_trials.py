"""Which requests are asked, as of when, and which are not; and the shuffled log."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from backtest.evaluation import checked_trials
from backtest.graph_snapshot import GraphSnapshot
from backtest.options import BacktestOptions
from backtest.past_request import PastAnswer, PastRequest
from backtest.report import Findings
from backtest.shuffle import shuffled
from backtest.trial import LeftOut, trials
from domain.months import month_index
from graph.errors import InvalidInput, TooFewTrials

VINTON, HOUSTON, MARCH_2021 = "us-county:39163", "site:houston-pd", month_index("2021-03")


def request(key: str = "request:a", month: int = MARCH_2021, **changes: object) -> PastRequest:
    plain = PastRequest(
        key=key,
        month=month,
        synthetic=True,
        places=(VINTON,),
        models=frozenset({"model:cit"}),
        topics=frozenset(),
        assistance=("PHONE_CALL",),
        agency_type="SHERIFF",
        sworn_band=None,
        answers=(PastAnswer(HOUSTON, month, None, "MATCHED"),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def answered_by(*sites: str) -> tuple[PastAnswer, ...]:
    return tuple(PastAnswer(site, MARCH_2021, None, "MATCHED") for site in sites)


def test_a_request_is_asked_as_of_the_end_of_the_month_before(snapshot: GraphSnapshot) -> None:
    (trial,) = trials(snapshot, [request()], 0).taken
    assert trial.question.as_of == date(2021, 2, 28)
    assert trial.question.parameter()["asOf"] == MARCH_2021
    assert (trial.question.key, trial.question.models) == (VINTON, ["model:cit"])
    assert trial.relevant == {HOUSTON}


def test_only_what_the_agency_stated_is_asked() -> None:
    def band(basis: str | None) -> str | None:
        properties = {
            "month": MARCH_2021, "synthetic": True, "assistanceTypes": [], "swornBand": "FROM_10",
            "swornBandBasis": basis,
        }  # fmt: skip
        row = {"key": "request:a", "properties": properties, "jurisdictions": [], "models": [], "topics": []}
        return PastRequest.of({**row, "answers": []}).sworn_band

    assert band("STATED") == "FROM_10"
    assert band("ESTIMATED") is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"places": ()}, LeftOut.NO_PLACE),
        ({"places": ("us-county:39105", VINTON)}, LeftOut.SEVERAL_PLACES),
        ({"answers": ()}, LeftOut.NO_ANSWER),
        # Yavapai joined in April 2021: in March nobody could have recommended it.
        ({"answers": answered_by("site:yavapai-coalition")}, LeftOut.NO_ANSWER),
        # A site is never recommended to a place that it serves.
        (
            {"places": ("us-county:48201",), "answers": answered_by("site:harris-county-so")},
            LeftOut.NO_ANSWER,
        ),
    ],
)
def test_a_request_is_left_out_for_a_reason(
    snapshot: GraphSnapshot, changes: dict[str, object], reason: LeftOut
) -> None:
    found = trials(snapshot, [request(**changes)], 0)
    assert found == ([], Counter({reason: 1}))


def test_of_several_sites_those_count_that_could_have_been_recommended(snapshot: GraphSnapshot) -> None:
    both = request(answers=answered_by(HOUSTON, "site:yavapai-coalition"))
    assert trials(snapshot, [both], 0).taken[0].relevant == {HOUSTON}


def test_the_first_share_is_learned_from_and_who_asked_before_repeats(snapshot: GraphSnapshot) -> None:
    requests = [request(f"request:{number}", MARCH_2021 + number // 2) for number in range(10)]
    found = trials(snapshot, requests, 0.4)
    assert found.left_out == {LeftOut.WARM_UP: 4}
    assert [trial.month - MARCH_2021 for trial in found.taken] == [2, 2, 3, 3, 4, 4]
    assert all(trial.repeated for trial in found.taken)
    assert not any(trial.repeated for trial in trials(snapshot, requests[:2], 0).taken)


def test_too_few_are_refused_with_how_many_and_why(
    snapshot: GraphSnapshot, log: Callable[..., list[PastRequest]]
) -> None:
    with pytest.raises(
        TooFewTrials, match=r"\d\d trials of 150 requests are too few.*100.*warm_up 60"
    ) as few:
        checked_trials(snapshot, log(1, 150), BacktestOptions())
    assert few.value.code == "TOO_FEW_TRIALS"
    assert len(checked_trials(snapshot, log(1), BacktestOptions()).taken) > 100


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"warm": 1.0}, "warm"),
        ({"warm": float("nan")}, "warm"),
        ({"draws": 10}, "boot"),
        ({"seed": -1}, "seed"),
    ],
)
def test_terms_out_of_bounds_are_named(given: dict[str, float], named: str) -> None:
    with pytest.raises(InvalidInput, match=f"^{named}: "):
        BacktestOptions(**given)  # type: ignore[arg-type]


def sets_by_quarter(requests: list[PastRequest]) -> Counter[tuple[int, tuple[str, ...]]]:
    return Counter(
        (request.month // 3, tuple(answer.site for answer in request.answers)) for request in requests
    )


def test_shuffling_keeps_popularity_time_and_everything_else_of_a_request(
    log: Callable[..., list[PastRequest]],
) -> None:
    plain, mixed = log(2), shuffled(log(2), 1)
    assert sets_by_quarter(mixed) == sets_by_quarter(plain)
    assert [replace(each, answers=()) for each in mixed] == [replace(each, answers=()) for each in plain]
    for one, other in zip(plain, mixed, strict=True):
        assert {replace(each, site="") for each in one.answers} == {
            replace(each, site="") for each in other.answers
        }
    moved = sum(one != other for one, other in zip(plain, mixed, strict=True))
    assert moved > len(plain) / 2
    assert shuffled(plain, 1) == mixed != shuffled(plain, 2)


def test_the_parts_of_a_report_are_all_of_it(evaluated: Callable[[int], tuple[Findings, Findings]]) -> None:
    found, _ = evaluated(1)
    for parts in (found.requesters, found.labels):
        assert sum(part.trials for part in parts.values()) == found.trials
    mrr = found.of("recommendSites").means.mrr
    weighed = sum(part.means.mrr * part.trials for part in found.requesters.values() if part.means)
    assert weighed / found.trials == pytest.approx(mrr)
    assert sum(each.shown for each in found.exposure) == pytest.approx(1)
    assert sum(each.answered for each in found.exposure) == pytest.approx(1)
    assert 0 < found.exposure_gap < 0.5
    for each in found.standings:
        assert each.ahead["mrr"].value == pytest.approx(mrr - each.means.mrr)
        assert each.ahead["mrr"].low <= each.ahead["mrr"].value <= each.ahead["mrr"].high
