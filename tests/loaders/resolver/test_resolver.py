from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.former_counties import FORMER_COUNTIES
from domain.vocabulary import JurisdictionKind as Kind
from domain.vocabulary import JurisdictionType as Type
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.answer import Ambiguous, How, Resolved, Unknown
from loaders.resolver.candidates import MAX_CANDIDATES
from loaders.resolver.resolver import THRESHOLD, Resolver

ST_LOUIS, HOUSTON, NASHUA = "us-county:29510", "us-place:4699066", "us-place:5090046"
DONA_ANA, HARRIS, ST_LOUIS_COUNTY = "us-county:35013", "us-county:48201", "us-county:29189"
GALLIA, JACKSON, MEIGS = "us-county:39053", "us-county:39079", "us-county:39105"
COALITION = "us-region:gallia-jackson-meigs"


@pytest.mark.parametrize(
    ("text", "said", "key"),
    [
        ("City of St. Louis", {"state": "MO"}, ST_LOUIS),
        ("Saint Louis MO", {}, ST_LOUIS),
        ("St.Louis, Mo.", {}, ST_LOUIS),
        ("SAINT LOUIS", {"state": "missouri"}, ST_LOUIS),
        ("St. Louis County, MO", {}, ST_LOUIS_COUNTY),
        ("St. Louis", {"state": "MO", "kind": Type.COUNTY}, ST_LOUIS_COUNTY),
        ("St. Louis city", {"state": "MO", "kind": Type.COUNTY}, "us-county:29510"),
        ("Doña Ana Co.", {"state": "NM"}, DONA_ANA),
        (unicodedata.normalize("NFD", "Doña Ana County"), {"state": "NM"}, DONA_ANA),
        ("DONA ANA", {"state": "nm", "kind": Type.COUNTY}, DONA_ANA),
        ("Houston, City of", {"state": "TX"}, HOUSTON),
        ("Houston, City of, Texas", {}, HOUSTON),
        ("The City of Houston (TX)", {}, HOUSTON),
        ("Houston, TX 77002, USA", {}, HOUSTON),
        ("Houston\N{NO-BREAK SPACE}Police  Dept.", {"state": "Tex."}, HOUSTON),
        ("HARRIS CO.", {"state": "TX"}, HARRIS),
        ("County of Harris", {"state": "TX"}, HARRIS),
        ("Harris, County of", {"state": "TX"}, HARRIS),
        ("Harris County Sheriff’s Office", {"state": "TX"}, HARRIS),
        ("Harris Sheriff's Dept", {"state": "TX"}, HARRIS),
        ("Harris County Public Health", {"state": "TX"}, HARRIS),
        ("Harris", {"state": "TX", "kind": Type.COUNTY}, HARRIS),
        ("harris county, texas", {}, HARRIS),
        ("Adams Co", {"state": "CO"}, "us-county:08001"),  # CO is a county here, and Colorado
        ("Denver CO", {}, "us-county:08031"),
        ("N. Las Vegas", {"state": "NV"}, "us-place:5509403"),
        ("LaGrange", {"state": "KY"}, "us-place:4297238"),
        ("Kansas City, Kansas", {"state": "KS"}, "us-county:20209"),
        ("New York", {"state": "NY", "kind": Type.CITY}, "us-place:5128581"),
        ("State of Texas", {"kind": Type.STATE}, "us-state:TX"),
        ("Ohio State Highway Patrol", {"state": "OH"}, "us-state:OH"),
        ("Dade County", {"state": "FL"}, "us-county:12086"),  # Miami-Dade since 1997
        ("Terrebonne County", {"state": "LA"}, "us-county:22109"),
        (
            "University of Florida Police",
            {"state": "FL", "kind": Type.CAMPUS},
            "us-campus:university-of-florida",
        ),
        ("Midway, Gadsden County, FL", {}, "us-place:4164343"),
    ],
)
def test_names_are_found_as_people_write_them(
    resolver: Resolver, text: str, said: dict[str, Any], key: str
) -> None:
    assert resolver.resolve(text, **said) == Resolved((key,), How.NAME)


CHARLOTTE, MECKLENBURG = "us-place:4460243", "us-county:37119"
NASHVILLE, LOUISVILLE, KANSAS_CITY = "us-county:47037", "us-county:21111", "us-county:20209"
CLARKE, JEFFERSON, MIAMI_DADE = "us-county:13059", "us-county:21111", "us-county:12086"


@pytest.mark.parametrize(
    ("text", "said", "key"),
    [
        ("Charlotte-Mecklenburg", {}, CHARLOTTE),
        ("Charlotte-Mecklenburg", {"kind": Type.CITY}, CHARLOTTE),
        ("Charlotte-Mecklenburg", {"kind": Type.COUNTY}, MECKLENBURG),
        ("Charlotte-Mecklenburg Police Department, NC", {}, CHARLOTTE),
        ("City of Charlotte and Mecklenburg County", {}, CHARLOTTE),
        ("Athens-Clarke County", {}, CLARKE),
        ("Athens-Clarke County Police Department", {"state": "GA"}, CLARKE),
        ("Unified Government of Athens-Clarke County", {}, "us-county:13059"),
        (
            "Louisville/Jefferson County",
            {},
            JEFFERSON,
        ),  # there is a Louisville in Jefferson County, Georgia, too
        ("Louisville–Jefferson County, KY", {}, JEFFERSON),
        ("Louisville/Jefferson County", {"state": "GA"}, "us-county:13163"),
        ("Louisville-Jefferson County Metro Government", {}, LOUISVILLE),
        ("Lexington-Fayette Urban County Government", {"state": "KY"}, "us-county:21067"),
        ("Unified Government of Wyandotte County and Kansas City", {}, KANSAS_CITY),
        ("Wyandotte County/Kansas City", {"state": "KS", "kind": Type.COUNTY}, "us-county:20209"),
        ("Baton Rouge/East Baton Rouge Parish", {}, "us-county:22033"),
        ("Butte-Silver Bow", {"state": "MT"}, "us-county:30093"),
        ("Nashville-Davidson", {}, NASHVILLE),
        ("Athens-Clarke County", {"fips": "13059", "kind": Type.CITY}, "us-county:13059"),
    ],
)
def test_a_city_and_its_county_in_one_name_are_found(
    resolver: Resolver, text: str, said: dict[str, Any], key: str
) -> None:
    assert resolver.resolve(text, **said) == Resolved((key,), How.NAME)


def test_every_large_city_is_found_with_its_county(
    resolver: Resolver, jurisdictions: list[Jurisdiction]
) -> None:
    counties = {one.fips: one for one in jurisdictions if one.kind == "COUNTY"}
    pairs = [
        (one, counties[one.county or ""])
        for one in jurisdictions
        if one.kind == "PLACE" and one.population >= 50_000 and "(" not in one.name
    ]
    assert len(pairs) > 700
    for city, county in pairs:
        if not county.name.endswith((" County", " Parish")) or county.name.startswith(f"{city.name} "):
            continue  # "Denver-Denver County" is nobody's name
        core = county.name.removesuffix(" County").removesuffix(" Parish")
        for text, one in ((f"{city.name}-{core}", city), (f"{city.name}/{county.name}", county)):
            answer = resolver.resolve(text, state=city.state)
            if isinstance(answer, Ambiguous):  # two places of one name in one county
                assert one.key in {each.key for each in answer.candidates}, text
            elif text != "Lexington-Fayette":  # a place of its own in our files
                assert answer == Resolved((one.key,), How.NAME), text


@pytest.mark.parametrize(
    ("text", "said", "key"),
    [
        ("Metro Nashville", {}, NASHVILLE),
        ("Metropolitan Nashville Police Department", {}, NASHVILLE),
        ("Metropolitan Government of Nashville and Davidson County", {}, NASHVILLE),
        ("Louisville Metro", {}, LOUISVILLE),
        ("Louisville Metro Police Department", {}, LOUISVILLE),
        ("City and County of Denver", {}, "us-county:08031"),
    ],
)
def test_a_metropolitan_government_is_that_of_the_large_city(
    resolver: Resolver, text: str, said: dict[str, Any], key: str
) -> None:
    assert resolver.resolve(text, **said) == Resolved((key,), How.NAME)
    assert isinstance(resolver.resolve("Nashville"), Ambiguous), "without the word there are several"


@pytest.mark.parametrize(
    ("text", "said", "key"),
    [
        ("Miami-Dade Police Department, FL", {}, MIAMI_DADE),
        ("Miami-Dade Police Department", {}, MIAMI_DADE),
        ("Metro-Dade Police", {"state": "FL"}, MIAMI_DADE),
        ("Prince George's Police Department", {"state": "MD"}, "us-county:24033"),
        ("Maui Police Department, HI", {}, "us-county:15009"),
        ("Fairfax Police Department", {"state": "VA", "kind": Type.COUNTY}, "us-county:51059"),
        ("Fairfax Police Department", {"state": "VA"}, "us-county:51600"),
    ],
)
def test_police_are_a_countys_where_only_a_county_has_the_name_or_the_row_says_so(
    resolver: Resolver, text: str, said: dict[str, Any], key: str
) -> None:
    assert resolver.resolve(text, **said) == Resolved((key,), How.NAME)


def test_police_of_a_town_that_our_files_lack_are_not_those_of_a_county_of_its_name(
    resolver: Resolver,
) -> None:
    for text, state in (
        ("Oconee Police Department", "GA"),
        ("Bartow Police Department", "GA"),
        ("Camden PD", "MO"),
    ):
        assert not isinstance(resolver.resolve(text, state=state), Resolved), text


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Gallia-Jackson-Meigs", (COALITION,)),
        ("Gallia, Jackson and Meigs Counties", (COALITION,)),
        ("Meigs/Gallia/Jackson", (COALITION,)),
        ("Gallia & Jackson Cos.", (GALLIA, JACKSON)),
        ("Gallia County, Meigs County", (GALLIA, MEIGS)),
    ],
)
def test_several_counties_are_their_region_or_each_of_them(
    resolver: Resolver, text: str, keys: tuple[str, ...]
) -> None:
    for ending, state in (("", "OH"), (", OH", None), (" (Ohio)", "OH")):
        answer = resolver.resolve(text + ending, state=state, kind=Type.MULTI_JURISDICTION)
        assert answer == Resolved(keys, How.MEMBERS)


def test_a_county_with_and_in_its_name_is_one(resolver: Resolver) -> None:
    answer = resolver.resolve("Cascade and Lewis and Clark Counties", state="MT")
    assert answer == Resolved(("us-county:30013", "us-county:30049"), How.MEMBERS)


def test_counties_named_as_states_are_counties_in_a_list(resolver: Resolver) -> None:
    answer = resolver.resolve("Brooke, Ohio and Marshall Counties", state="WV")
    assert answer == Resolved(("us-county:54009", "us-county:54069", "us-county:54051"), How.MEMBERS)


def test_several_are_no_single_county(resolver: Resolver) -> None:
    answer = resolver.resolve("Harris County and Galveston County", state="TX", kind=Type.COUNTY)
    assert isinstance(answer, Ambiguous)
    assert "write multi-jurisdiction" in answer.why


def test_a_member_that_nothing_is_called_is_named(resolver: Resolver) -> None:
    answer = resolver.resolve("Gallia, Qqqqq and Meigs Counties", state="OH")
    assert isinstance(answer, Unknown)
    assert answer.why.startswith("'qqqqq', one of several: ")


def test_a_key_is_resolved_to_itself_and_an_unknown_one_to_nothing(resolver: Resolver) -> None:
    assert resolver.resolve("Houston", key=HARRIS) == Resolved((HARRIS,), How.KEY)
    assert resolver.resolve("Houston", state="TX", key="us-county:99999") == Unknown(
        "no jurisdiction has the key us-county:99999"
    )


@pytest.mark.parametrize(
    ("fips", "key"),
    [
        ("01001", "us-county:01001"),
        ("1001", "us-county:01001"),
        ("1001.0", "us-county:01001"),
        ("6", "us-state:CA"),
        ("12025", "us-county:12086"),  # Dade
        ("09007", "us-county:09130"),  # Middlesex, all of which is in one planning region
        ("9007", "us-county:09130"),
        ("72127", "us-county:72127"),  # San Juan
        ("66", "us-state:GU"),
    ],
)
def test_fips_is_read_without_its_zero_and_by_its_former_code(
    resolver: Resolver, fips: str, key: str
) -> None:
    assert resolver.resolve(fips=fips) == Resolved((key,), How.FIPS)


@pytest.mark.parametrize(
    ("text", "said", "key"),
    [
        ("Middlesex County, CT", {}, "us-county:09130"),
        ("Capitol Planning Region", {"state": "CT"}, "us-county:09110"),
        ("Capitol", {"state": "CT", "kind": Type.COUNTY}, "us-county:09110"),
        ("Fairfield County", {"state": "CT", "fips": "09190"}, "us-county:09190"),
        ("Chugach Census Area, AK", {}, "us-county:02063"),
        ("Municipio de Ponce", {"state": "PR"}, "us-county:72113"),
        ("Mayagüez, Puerto Rico", {}, "us-county:72097"),
        ("San Juan", {"state": "PR"}, "us-county:72127"),
        ("St. Croix, U.S. Virgin Islands", {}, "us-county:78010"),
        ("St. Thomas Island", {"state": "VI"}, "us-county:78030"),
        ("Guam", {"kind": Type.COUNTY}, "us-county:66010"),
        ("Guam", {"state": "GU"}, "us-state:GU"),
        ("Saipan", {"state": "MP"}, "us-county:69110"),
        ("Manu'a", {"state": "American Samoa"}, "us-county:60020"),
    ],
)
def test_a_planning_region_and_a_territory_are_found_by_name(
    resolver: Resolver, text: str, said: dict[str, Any], key: str
) -> None:
    answer = resolver.resolve(text, **said)
    assert isinstance(answer, Resolved), answer
    assert answer.keys == (key,)


@pytest.mark.parametrize(
    "said",
    [
        {"fips": "09001"},
        {"fips": "09001", "kind": Type.COUNTY},
        {"text": "Fairfield County", "state": "CT"},
        {"text": "Fairfield County", "fips": "09001"},
        {"text": "Fairfield", "state": "CT", "kind": Type.COUNTY},
        {"fips": "02261"},
    ],
)
def test_a_divided_county_is_ambiguous_and_names_its_successors(
    resolver: Resolver, said: dict[str, Any]
) -> None:
    answer = resolver.resolve(**said)
    assert isinstance(answer, Ambiguous), answer
    alaska = ["us-county:02063", "us-county:02066"]
    connecticut = ["us-county:09120", "us-county:09140", "us-county:09190"]
    assert sorted(one.key for one in answer.candidates) == (
        alaska if said.get("fips") == "02261" else connecticut
    )


def test_every_place_of_connecticut_is_found_by_old_and_new_code_alike(
    resolver: Resolver, jurisdictions: list[Jurisdiction]
) -> None:
    old = {now: fips for fips, former in FORMER_COUNTIES.items() for now in former.now}
    places = [one for one in jurisdictions if one.kind is Kind.PLACE and one.state == "CT"]
    unique = [one for one in places if sum(other.name == one.name for other in places) == 1]
    assert len(unique) > 100
    for one in unique:
        said = {"text": one.name, "state": "CT", "kind": Type.CITY}
        by_new = resolver.resolve(**said, fips=one.county)
        by_old = [
            resolver.resolve(**said, fips=fips)
            for fips, former in FORMER_COUNTIES.items()
            if one.county in former.now
        ]
        assert [by_new] * len(by_old) == by_old
        assert one.county in old


def test_fips_decides_between_two_of_one_name(resolver: Resolver) -> None:
    for fips, key in (("12113", "us-place:7315234"), ("12039", "us-place:4164343")):
        answer = resolver.resolve("Midway", state="FL", kind=Type.CITY, fips=fips)
        assert answer == Resolved((key,), How.NAME)
    assert isinstance(resolver.resolve("Midway", state="FL", kind=Type.CITY), Ambiguous)


def test_fips_of_a_county_decides_over_a_name_that_nothing_has(resolver: Resolver) -> None:
    assert resolver.resolve("Hrs Cnty", fips="48201", kind=Type.COUNTY) == Resolved((HARRIS,), How.FIPS)
    answer = resolver.resolve("Qqqqq", fips="48201", kind=Type.CITY)
    assert isinstance(answer, Unknown), "a city is not its county"


def test_a_place_may_lie_in_more_counties_than_its_own(resolver: Resolver) -> None:
    assert resolver.resolve("Houston", fips="48157", kind=Type.CITY) == Resolved((HOUSTON,), How.NAME)


@pytest.mark.parametrize(
    ("text", "said", "why", "keys"),
    [
        ("Dallas County", {"fips": "48201"}, "fips is that of Harris County", {HARRIS, "us-county:48113"}),
        ("Harris County", {"state": "OK", "fips": "48201"}, "fips 48201 is in TX, state is OK", {HARRIS}),
        ("Harris County", {"state": "TX", "kind": Type.CITY}, "jurisdiction_type is city", {HARRIS}),
        ("Nashua, NH", {"state": "VT"}, "state is VT, the name says NH", {NASHUA}),
    ],
)
def test_what_contradicts_itself_is_not_decided(
    resolver: Resolver, text: str, said: dict[str, Any], why: str, keys: set[str]
) -> None:
    answer = resolver.resolve(text, **said)
    assert isinstance(answer, Ambiguous)
    assert answer.why.startswith(why)
    assert answer.why.endswith("fix one of them")
    assert {each.key for each in answer.candidates} == keys


def test_without_a_state_only_a_name_that_one_place_of_size_has(resolver: Resolver) -> None:
    assert resolver.resolve("Cuyahoga County") == Resolved(("us-county:39035",), How.NAME)
    many = resolver.resolve("Washington County")
    assert isinstance(many, Ambiguous)
    assert len(many.candidates) == MAX_CANDIDATES
    assert {each.score for each in many.candidates} == {1.0}
    assert isinstance(resolver.resolve("New York"), Ambiguous)  # the state or the city
    small = resolver.resolve("Zapata Ranch")
    assert isinstance(small, Ambiguous | Unknown)


def test_similar_names_are_taken_in_one_state_alone(resolver: Resolver) -> None:
    assert resolver.resolve("Huston", state="TX") == Resolved((HOUSTON,), How.SIMILAR, 0.857)
    assert isinstance(resolver.resolve("Huoston"), Unknown)
    assert isinstance(resolver.resolve("Hostn", state="TX", kind=Type.CITY), Unknown | Ambiguous)


def test_the_name_of_a_place_elsewhere_is_not_a_misspelling(resolver: Resolver) -> None:
    answer = resolver.resolve("Dayton", state="NH", kind=Type.CITY)
    assert isinstance(answer, Ambiguous)
    assert [each.name for each in answer.candidates][:2] == ["Dalton", "Dayton"]
    assert answer.why.endswith("fix state or name")


def test_tribes_and_unnamed_campuses_have_no_jurisdiction(resolver: Resolver) -> None:
    tribal = resolver.resolve("tribal government in Oklahoma", state="OK", kind=Type.TRIBAL)
    campus = resolver.resolve("campus in Gainesville, FL", state="FL", kind=Type.CAMPUS)
    assert isinstance(tribal, Unknown)
    assert isinstance(campus, Unknown)


def test_an_unknown_state_is_named(resolver: Resolver) -> None:
    assert resolver.resolve("Houston", state="ZZ") == Unknown(
        "unknown state 'ZZ'; use a two-letter code such as TX"
    )


def test_every_jurisdiction_is_found_by_its_own_name_or_is_one_of_two(
    resolver: Resolver, jurisdictions: list[Jurisdiction]
) -> None:
    kinds = {"PLACE": Type.CITY, "COUNTY": Type.COUNTY, "STATE": Type.STATE}
    for one, key in ((identity, each.key) for each in jurisdictions for identity in each.identities()):
        if one.kind in kinds:
            answer = resolver.resolve(one.name, state=one.state, kind=kinds[one.kind])
            if isinstance(answer, Ambiguous):
                assert key in {each.key for each in answer.candidates}, one
                assert len({each.name for each in answer.candidates}) <= len(answer.candidates)
            else:
                assert answer == Resolved((key,), How.NAME), one


names = st.one_of(
    st.text(max_size=60),
    st.text("aeinrst .,-()/&'", max_size=40),
    st.builds(
        " ".join,
        st.lists(
            st.sampled_from(
                [
                    "City",
                    "of",
                    "County",
                    "Co.",
                    "St.",
                    "TX",
                    "Washington",
                    "and",
                    ",",
                    "PD",
                    "(",
                    "-",
                    "Counties",
                ]
            ),
            max_size=8,
        ),
    ),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=names,
    state=st.one_of(st.none(), st.sampled_from(["TX", "oh", "Ohio", "XX", ""])),
    kind=st.one_of(st.none(), st.sampled_from(Type)),
    fips=st.one_of(st.none(), st.sampled_from(["48201", "1001", "39", "x", "99999"])),
)
def test_any_text_gets_an_answer_that_keeps_to_what_was_said(
    resolver: Resolver, text: str, state: str | None, kind: Type | None, fips: str | None
) -> None:
    answer = resolver.resolve(text, state=state, kind=kind, fips=fips)
    if not isinstance(answer, Resolved):
        assert len(answer.candidates) <= MAX_CANDIDATES
        return
    assert THRESHOLD <= answer.score <= 1
    found = [resolver.jurisdiction(key) for key in answer.keys]
    assert kind is not Type.TRIBAL
    if kind is Type.COUNTY:
        assert [one.kind for one in found] == ["COUNTY"]
    if state:
        assert {one.state for one in found} == {"TX" if state == "TX" else "OH"}
