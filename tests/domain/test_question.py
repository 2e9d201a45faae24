from __future__ import annotations

from datetime import date
from math import inf, log10, nan

import pytest

from domain.months import month_after
from domain.profile import Profile
from domain.question import Question
from domain.recommendation import FACTORS, RECOMMENDATION
from domain.similarity import WEIGHTS
from domain.site_similarity import SITE_SIMILARITY
from domain.vocabulary import sworn_band
from graph.errors import InsufficientProfile, InvalidInput

RURAL = Profile(state="AZ", kind="COUNTY", population=9000, urban_class=4)


def january(year: int) -> int:
    return 12 * year


def test_a_month_counts_once_it_is_over() -> None:
    assert month_after(date(2023, 12, 31)) == january(2024)
    assert month_after(date(2023, 12, 30)) == january(2024) - 1
    assert month_after(date(2024, 2, 28)) == january(2024) + 1
    assert month_after(date(2024, 2, 29)) == january(2024) + 2
    assert month_after(date.max) == january(10_000)
    assert month_after(date.min) == january(1)


def test_weights_are_shares() -> None:
    asked = Question(key="us-county:39163", weights={"fit": 2.0}, parts={"size": 0.0}).parameter()
    assert sum(asked["weights"].values()) == pytest.approx(1)
    assert sum(asked["parts"].values()) == pytest.approx(1)
    assert asked["weights"]["fit"] == pytest.approx(2 / (sum(FACTORS.values()) - FACTORS["fit"] + 2))
    assert asked["parts"]["size"] == 0


def test_the_distance_of_a_visit_and_the_distance_in_similarity_are_weighed_apart() -> None:
    total = sum(FACTORS.values())
    asked = Question(key="us-county:39163").parameter()
    assert asked["weights"]["distance"] == pytest.approx(FACTORS["distance"] / total)
    assert asked["parts"] == pytest.approx(WEIGHTS)
    moved = Question(key="us-county:39163", weights={"distance": 0.9}).parameter()
    assert moved["parts"] == asked["parts"]


@pytest.mark.parametrize("value", [-0.01, nan, inf])
def test_a_weight_is_a_number_that_is_not_negative(value: float) -> None:
    with pytest.raises(InvalidInput, match=r"weights\.fit: must be 0 or more"):
        Question(key="us-county:39163", weights={"fit": value}).parameter()
    with pytest.raises(InvalidInput, match=r"weights\.similarity\.size: must be 0 or more"):
        Question(key="us-county:39163", parts={"size": value}).parameter()


@pytest.mark.parametrize("value", [0.0, 1e308])
def test_weights_have_a_sum_to_divide_by(value: float) -> None:
    with pytest.raises(InvalidInput, match="weights: they must add up"):
        Question(key="us-county:39163", weights=dict.fromkeys(FACTORS, value)).parameter()
    with pytest.raises(InvalidInput, match=r"weights\.similarity: they must add up"):
        Question(key="us-county:39163", parts=dict.fromkeys(WEIGHTS, value)).parameter()


def test_a_repeated_wish_counts_once() -> None:
    asked = Question(key="us-county:39163", models=["model:cit"] * 3, topics=["topic:rural"]).parameter()
    assert asked["models"] == ["model:cit"]
    assert asked["wishes"] == 2


def test_a_profile_stands_for_a_node_and_guesses_nothing() -> None:
    known = Profile(state="OH", population=10_000, density=25.0, latitude=39.0, longitude=-82.5).properties()
    assert known["kind"] == "OTHER"
    assert (known["logPopulation"], known["logDensity"]) == (4.0, log10(25))
    assert (known["location"].latitude, known["location"].longitude) == (39.0, -82.5)
    assert known["urbanClass"] is None
    assert known["county"] is None


@pytest.mark.parametrize(
    ("profile", "missing"),
    [
        (Profile(state="AZ"), "population, density, urban class, location"),
        (Profile(state="AZ", population=9000), "density, urban class, location"),
        (Profile(state="AZ", density=3.0, latitude=34.0, longitude=-112.0), "population, urban class"),
    ],
)
def test_a_profile_of_which_too_little_is_known_is_refused_with_what_is_missing(
    profile: Profile, missing: str
) -> None:
    with pytest.raises(InsufficientProfile, match=f"give more of {missing}\\.") as caught:
        profile.properties()
    assert caught.value.code == "INSUFFICIENT_PROFILE"


def test_what_is_too_little_depends_on_the_weights() -> None:
    assert RURAL.properties()["logDensity"] is None
    mostly_density = Question(profile=RURAL, parts={"density": 5.0})
    with pytest.raises(InsufficientProfile, match="density, location"):
        mostly_density.parameter()


@pytest.mark.parametrize(
    ("profile", "message"),
    [
        (Profile(state="AZ", population=0), r"profile\.population: must be above 0 \(got 0\)"),
        (Profile(state="AZ", density=inf), r"profile\.density"),
        (Profile(state="AZ", longitude=-110.0), "latitude and longitude go together"),
        (Profile(state="AZ", latitude=90.1, longitude=0.0), "latitude is within"),
        (Profile(state="AZ", latitude=nan, longitude=0.0), "latitude is within"),
    ],
)
def test_a_wrong_number_is_named(profile: Profile, message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        profile.properties()


def test_agencies_are_alike_both_ways_and_to_themselves() -> None:
    def alike(one: str, other: str) -> float:
        found: float = Question(key="x", agency_type=one).parameter()["agencies"][other]
        return found

    assert alike("SHERIFF", "SHERIFF") == 1
    assert alike("SHERIFF", "COALITION") == alike("COALITION", "SHERIFF") == 0.7
    assert alike("COUNTY_POLICE", "MUNICIPAL_POLICE") == 0.6
    assert alike("CAMPUS_POLICE", "MUNICIPAL_POLICE") == alike("OTHER", "CAMPUS_POLICE") == 0.2
    assert alike("OTHER", "COALITION") == 0
    assert Question(key="x").parameter()["agencies"] == {}


def test_bands_are_counted_by_size() -> None:
    band = Question(key="x", sworn_band="FROM_1000").parameter()["swornBand"]
    for formula in (RECOMMENDATION.parameter, SITE_SIMILARITY):
        assert list(formula["swornBands"].values()) == [0, 1, 2, 3, 4]
        assert (formula["swornBands"]["UNDER_10"], formula["swornBands"][band]) == (0, 4)
    assert Question(key="x").parameter()["swornBand"] is None


@pytest.mark.parametrize(
    ("sworn", "band"),
    [
        (0, "UNDER_10"),
        (9, "UNDER_10"),
        (10, "FROM_10"),
        (249, "FROM_50"),
        (999, "FROM_250"),
        (1000, "FROM_1000"),
    ],
)
def test_an_agency_is_in_the_band_of_its_officers(sworn: int, band: str) -> None:
    assert sworn_band(sworn) == band


def test_today_is_the_default_day() -> None:
    before = Question(key="x", as_of=date(2020, 1, 1)).parameter()["asOf"]
    assert Question(key="x").parameter()["asOf"] > before == january(2020)
