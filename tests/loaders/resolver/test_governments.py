"""A name is never given to another government: townships and their namesakes, known names, posts, FIPS."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from domain.vocabulary import JurisdictionType as Type
from loaders.resolver.answer import Ambiguous, Resolved, Unknown
from loaders.resolver.resolver import Resolver

DATA = Path(__file__).parents[3] / "data"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Reading Township", "PA"),
        ("Reading Twp", "PA"),
        ("Reading Township Police Department", "PA"),
        ("Lansing Charter Township", "MI"),
        ("Charter Township of Lansing", "MI"),
        ("Flint Township", "MI"),
        ("Town of Ithaca", "NY"),
        ("Ithaca Town", "NY"),
        ("Town of Hempstead", "NY"),
        ("Town of Brookhaven", "NY"),
        ("Town of Babylon", "NY"),
        ("Town of Bath Police Department", "NY"),
        ("Town of Barre", "VT"),
        ("Galloway Township", "NJ"),
        ("Aston Township", "PA"),
        ("Neville Township", "PA"),
        ("Burlington Township", "NJ"),
        ("Bel Aire", "KS"),
        ("City of Bel Aire", "KS"),
        ("Lizton", "IN"),
        ("Lizton Police Department", "IN"),
        ("Prince George's County Community College", "MD"),
        ("Harris County Independent School District ISD", "TX"),
        ("Chautauqua County Airport Authority", "NY"),
        ("Marion County Drug Task Force", "AL"),
        ("Cook County Forest Preserve", "IL"),
        ("Travis County ESD 2", "TX"),
        ("Chelan County PUD", "WA"),
        ("Coquille Tribal PD", "OR"),
        ("Yavapai-Prescott Tribal Police", "AZ"),
        ("Penn State Police", "PA"),
        ("York County Regional Police", "PA"),
        ("CHP: Oakland", "NJ"),
        ("CHP: Oakland, NJ", ""),
        ("Cleveland State Police", "OH"),
        ("Taos Pueblo Police", "NM"),
        ("Metro Nashville", "GA"),
        ("UT San Antonio", "TX"),
        ("Department of Public Safety, Houston", "TX"),
        ("Campus Police, Houston", "TX"),
        ("UC Santa Barbara", "CA"),
        ("Sacramento RT", "CA"),
        ("East Sacramento", "CA"),
        ("South Las Vegas Police", "NV"),
        ("Santa Clara DA", "CA"),
        ("Santa Clarita Sheriff", "CA"),
        ("Sheriff's Office, Harris County and Police Department, Houston", "TX"),
        ("Detroit Tech", "MI"),
        ("Houston Co-op", "TX"),
    ],
)
def test_a_government_that_has_no_node_is_unknown(resolver: Resolver, text: str, state: str) -> None:
    assert isinstance(resolver.resolve(text, state=state), Unknown)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Houston METRO Police", "TX"),
        ("Houston Metro Police Department", "TX"),
        ("Houston (METRO)", "TX"),
        ("Metropolitan Houston", "TX"),
        ("METRO Police, Houston", "TX"),
        ("Los Angeles Metro Police", "CA"),
        ("Minneapolis Metro Transit Police", "MN"),
        ("Metro Atlanta", "GA"),
        ("Miami Metro", "FL"),
        ("Washington Metro Police", "DC"),
        ("St. Louis Metro", "MO"),
        ("King County Metro", "WA"),
        ("King County Metro Police", "WA"),
        ("Oakland BART Police", "CA"),
        ("Dallas DART Police", "TX"),
        ("Capital Metro", "TX"),
        ("MTA Police", "NY"),
        ("Port of Seattle Police", "WA"),
        ("Port Authority of Allegheny County", "PA"),
        ("Denver Airport Police", "CO"),
        ("Baltimore Housing Authority Police", "MD"),
        ("Columbus Metro Parks", "OH"),
    ],
)
def test_transit_ports_airports_and_housing_are_not_their_city(
    resolver: Resolver, text: str, state: str
) -> None:
    assert isinstance(resolver.resolve(text, state=state), Unknown)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("King County Library System", "WA"),
        ("Cuyahoga County Public Library", "OH"),
        ("Franklin County Metro Parks", "OH"),
        ("Butler County Metroparks", "OH"),
        ("Lake County Forest Preserves", "IL"),
        ("Harris County Hospital District", "TX"),
        ("Harris County MUD 5", "TX"),
        ("Orange County Transportation Authority", "CA"),
        ("Hillsborough County Aviation", "FL"),
        ("Fort Bend County Toll Road", "TX"),
        ("McLean County Soil and Water Conservation", "IL"),
        ("Lee County Electric Cooperative", "FL"),
        ("Sonoma County Water Agency", "CA"),
        ("Tarrant County MHMR", "TX"),
        ("Austin-Travis County Integral Care", "TX"),
        ("Orange County Community College", "NY"),
        ("Santa Clara County Office of Education", "CA"),
        ("Skagit County Interlocal Drug Enforcement Unit", "WA"),
        ("Platte County Multi-Jurisdictional Enforcement Group", "MO"),
        ("Nash County Alcohol Beverage Control Enforcement", "NC"),
        ("Lake County Humane Society", "OH"),
        ("Pierce County Rural Water", "WA"),
        ("Oneida County BOCES", "NY"),
        ("Lake County Housing Police", "IN"),
    ],
)
def test_a_body_with_a_government_of_its_own_is_not_its_county(
    resolver: Resolver, text: str, state: str
) -> None:
    assert isinstance(resolver.resolve(text, state=state), Unknown)


@pytest.mark.parametrize(
    ("text", "state", "name"),
    [
        ("Franklin County Public Health", "OH", "Franklin County"),
        ("Cook County Health Department", "IL", "Cook County"),
        ("Los Angeles County Fire Department", "CA", "Los Angeles County"),
        ("Onondaga County Parks", "NY", "Onondaga County"),
        ("Alameda County Behavioral Health", "CA", "Alameda County"),
        ("Harris County District Attorney's Office", "TX", "Harris County"),
        ("Harris County District Clerk", "TX", "Harris County"),
        ("Harris County Constable Precinct 4", "TX", "Harris County"),
        ("Cook County State's Attorney", "IL", "Cook County"),
        ("Fulton County Marshal's Office", "GA", "Fulton County"),
    ],
)
def test_an_office_of_a_county_is_the_county(resolver: Resolver, text: str, state: str, name: str) -> None:
    answer = resolver.resolve(text, state=state)
    assert isinstance(answer, Resolved), answer
    assert [resolver.jurisdiction(key).name for key in answer.keys] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Reading Township, PA",
        "Jackson Township Police Department, NJ",
        "Hampton Township, Pennsylvania",
        "Genoa Township Ohio Police Department",
        "Chester Town Police Department, NY",
        "Town of Hempstead NY",
        "Town of Islip, NY",
        "Township of Bridgeport, MI, MI",
    ],
)
def test_a_township_with_its_state_in_the_text_is_not_its_namesake(resolver: Resolver, text: str) -> None:
    assert isinstance(resolver.resolve(text), Unknown)


@pytest.mark.parametrize(
    ("text", "state", "kind", "name"),
    [
        ("Waterford Township", "MI", None, "Waterford"),
        ("Edison Township", "NJ", None, "Edison"),
        ("Clinton Township", "MI", None, "Clinton Township"),
        ("Town of Arlington", "MA", None, "Arlington"),
        ("Town of Cary", "NC", None, "Cary"),
        ("City of Ithaca", "NY", None, "Ithaca"),
        ("Miami-Dade Police Department", "FL", None, "Miami-Dade County"),
        ("Prince George's Police Department", "MD", None, "Prince George's County"),
        ("Dinwiddie PD", "VA", Type.COUNTY, "Dinwiddie County"),
        ("Maui Police Department", "HI", None, "Maui County"),
        ("Hawaii Police Department", "HI", None, "Hawaii County"),
        ("SP: TALBOT COUNTY", "MD", Type.STATE, "Maryland"),
        ("State Police: Martinsville", "VA", None, "Virginia"),
        ("Florida Highway Patrol, Headquarters", "FL", None, "Florida"),
        ("Alabama State Troopers", None, None, "Alabama"),
        ("State Police Troop B", "NY", None, "New York"),
        ("HIGHWAY PATROL MARTIN COUNTY", "FL", None, "Florida"),
        ("West Virginia State Police - Gilbert, WV", None, None, "West Virginia"),
        ("Sheriff of Putnam County", "NY", None, "Putnam County"),
        ("Office of the Sheriff of Harris County", "TX", None, "Harris County"),
        ("Police Department of Houston", "TX", None, "Houston"),
        ("JAMES CITY POLICE DEPT", "VA", Type.COUNTY, "James City County"),
        ("Bethel Census Area Health Department", "AK", None, "Bethel Census Area"),
        ("Metropolitan Nashville Police Department", "TN", None, "Nashville"),
        ("Charlotte-Mecklenburg", "NC", None, "Charlotte"),
        ("Athens-Clarke County", "GA", None, "Athens"),
        ("Jacksonville Sheriff's Office", "FL", None, "Jacksonville"),
        ("Hillsboro", "NC", None, "Hillsborough"),
        ("Murfreesborough", "TN", None, "Murfreesboro"),
        ("Norfolk NE Police Department", None, None, "Norfolk"),
        ("Norfolk NE Police Department", "NE", None, "Norfolk"),
        ("Kansas City, KS Police Department", None, None, "Kansas City"),
        ("Kansas City Missouri Police Department", None, None, "Kansas City"),
        ("Kansas City, Missouri Police Department", "MO", None, "Kansas City"),
        ("Charleston South Carolina Police Department", None, None, "Charleston"),
        ("Port Washington Police", "NY", None, "Port Washington"),
        ("Howard PD", "MD", None, "Howard County"),
        ("Howard PD, MD", None, None, "Howard County"),
        ("Waterford Township, MI", None, None, "Waterford"),
        ("Hawaii Police Department, HI", None, None, "Hawaii County"),
        ("Henry Police Dept, GA, GA", None, None, "Henry County"),
        ("Hawaii Police Department", None, None, "Hawaii County"),
        ("Hawaii", None, None, "Hawaii"),
        ("Butte-Silver Bow (balance), MT", None, None, "Butte"),
        ("Montgomery Police Department", "MD", None, "Montgomery County"),
        ("Arlington Police Department", "VA", None, "Arlington County"),
        ("Arlington", "VA", None, "Arlington"),
        ("Suffolk Police", "NY", None, "Suffolk County"),
        ("Gaston Police Department", "NC", None, "Gaston"),
        ("Metro Dade", "FL", None, "Miami-Dade County"),
        ("Terrebonne Parish Consolidated Government", "LA", None, "Houma"),
        ("Unified Government of Wyandotte County", "KS", None, "Kansas City"),
        ("Nashville-Davidson metropolitan government (balance)", "TN", None, "Nashville"),
        ("Butte-Silver Bow (balance)", "MT", None, "Butte"),
        ("Washington DC Metropolitan Police", None, None, "Washington"),
        ("Pennsylvania State Police", "PA", None, "Pennsylvania"),
        ("PSP - Skippack", "PA", None, "Pennsylvania"),
        ("CHP: Oakland", "CA", None, "California"),
        ("Mississippi Highway Safety Patrol", "MS", None, "Mississippi"),
        ("Orange", "FL", Type.CITY, "Orange City"),
        ("Orange", "FL", Type.COUNTY, "Orange County"),
        ("Metro Nashville Police", "TN", None, "Nashville"),
        ("Louisville Metro PD", "KY", None, "Louisville"),
        ("Louisville-Jefferson County Metro Police", "KY", None, "Louisville"),
        ("Las Vegas Metropolitan Police", "NV", None, "Las Vegas"),
        ("Las Vegas Metro", "NV", None, "Las Vegas"),
        ("Savannah-Chatham Metropolitan Police", "GA", None, "Savannah"),
        ("Indianapolis Metropolitan Police Department", "IN", None, "Indianapolis"),
        ("St. Louis Metropolitan Police Department", "MO", None, "St. Louis"),
        ("DC Metropolitan Police", "DC", None, "District of Columbia"),
        ("Macon-Bibb Metro", "GA", None, "Macon"),
        ("Lexington-Fayette Urban County", "KY", None, "Lexington"),
        ("Clinton Charter Township", "MI", None, "Clinton Township"),
        ("Crested Butte Marshal's Office", "CO", None, "Crested Butte"),
        ("Fort Worth City Marshal", "TX", None, "Fort Worth"),
        ("Alabama Law Enforcement Agency", "AL", None, "Alabama"),
        ("Norfolk NE Police Department, Nebraska", None, None, "Norfolk"),
        ("Norfolk NE Police Department NE", "NE", None, "Norfolk"),
        ("Norfolk, NE Police Department NE", None, None, "Norfolk"),
        ("Delaware Ohio Police, OH", None, None, "Delaware"),
        ("Fort Washington Police, PA, PA", None, None, "Fort Washington"),
        ("Madison County, NE Sheriff", "NE", None, "Madison County"),
        ("Essex", "VT", Type.COUNTY, "Essex County"),
        ("Miami Bech", "FL", None, "Miami Beach"),
        ("Police Department, City of Houston", "TX", None, "Houston"),
        ("Police Department, Houston, TX", None, None, "Houston"),
        ("Sheriff's Office, Harris County", "TX", None, "Harris County"),
        ("State Police, Albany", "NY", None, "New York"),
        ("Nort Las Vegas", "NV", None, "North Las Vegas"),
        ("North Slope Borough Police Department", "AK", None, "North Slope Borough"),
    ],
)
def test_type_state_and_name_say_which(
    resolver: Resolver, text: str, state: str | None, kind: Type | None, name: str
) -> None:
    answer = resolver.resolve(text, state=state, kind=kind)
    assert isinstance(answer, Resolved), answer
    assert [resolver.jurisdiction(key).name for key in answer.keys] == [name]


@pytest.mark.parametrize(
    ("text", "state", "names"),
    [
        ("Springfield PD and Clark County Sheriff's Office", "OH", {"Springfield", "Clark County"}),
        ("Clark County Sheriff & Springfield PD", "OH", {"Springfield", "Clark County"}),
        ("Springfield and Clark County", "OH", {"Springfield", "Clark County"}),
        ("City of Houston and Harris County", "TX", {"Houston", "Harris County"}),
        ("Norfolk / Virginia Beach Police", "VA", {"Norfolk", "Virginia Beach"}),
        ("Norfolk & Virginia Beach", "VA", {"Norfolk", "Virginia Beach"}),
        ("Norfolk; Virginia Beach", "VA", {"Norfolk", "Virginia Beach"}),
        ("Norfolk and Portsmouth Police Departments, VA", None, {"Norfolk", "Portsmouth"}),
        ("Dayton, Springfield and Lima Police", "OH", {"Dayton", "Springfield", "Lima"}),
        ("Jackson and Meigs County Sheriffs' Offices", "OH", {"Jackson County", "Meigs County"}),
        ("Jackson PD / Meigs County Sheriff", "OH", {"Jackson", "Meigs County"}),
        ("Dallas - Fort Worth", "TX", {"Dallas", "Fort Worth"}),
        ("Dayton, OH and Springfield, OH", "OH", {"Dayton", "Springfield"}),
        ("Miami PD, Miami Beach PD", "FL", {"Miami", "Miami Beach"}),
        ("Ohio State Highway Patrol and Athens County Sheriff", "OH", {"Ohio", "Athens County"}),
        ("Fulton County Police & Atlanta PD", "GA", {"Fulton County", "Atlanta"}),
        ("University of Florida and Gainesville PD", "FL", {"University of Florida", "Gainesville"}),
        ("Salem Police Department and Marion County, OR Sheriff's Office", None, {"Salem", "Marion County"}),
        ("Salem, OR Police Department and Marion County Sheriff's Office", None, {"Salem", "Marion County"}),
        ("Salem OR Police Department and Marion County Sheriff's Office", None, {"Salem", "Marion County"}),
        ("Reno PD, NV and Washoe County Sheriff", None, {"Reno", "Washoe County"}),
        ("Madison County, NE Sheriff; Norfolk PD", None, {"Madison County", "Norfolk"}),
        ("Dayton, OH and Springfield, IL Police", None, {"Dayton", "Springfield"}),
        ("Kansas City, MO PD and Johnson County, KS Sheriff", None, {"Kansas City", "Johnson County"}),
    ],
)
def test_two_agencies_in_a_cell_are_both_where_several_are_allowed_else_ambiguous(
    resolver: Resolver, text: str, state: str | None, names: set[str]
) -> None:
    for kind in (None, Type.MULTI_JURISDICTION):
        answer = resolver.resolve(text, state=state, kind=kind)
        assert isinstance(answer, Resolved), answer
        assert {resolver.jurisdiction(key).name for key in answer.keys} == names
    for kind in (Type.CITY, Type.COUNTY):
        answer = resolver.resolve(text, state=state, kind=kind)
        assert isinstance(answer, Ambiguous), answer
        assert "write multi-jurisdiction" in answer.why
        assert {each.name for each in answer.candidates} == names


@pytest.mark.parametrize(
    ("text", "state", "name"),
    [
        ("King and Queen County Sheriff's Office", "VA", "King and Queen County"),
        ("Lewis & Clark County", "MT", "Lewis and Clark County"),
        ("Lake and Peninsula Borough", "AK", "Lake and Peninsula Borough"),
        ("City of Town and Country", "MO", "Town and Country"),
        ("City and County of Denver", "CO", "Denver"),
        ("City of Charlotte and Mecklenburg County", "NC", "Charlotte"),
        ("Metropolitan Government of Nashville and Davidson County", "TN", "Nashville"),
        ("Winston-Salem Police Department", "NC", "Winston-Salem"),
        ("Wilkes-Barre", "PA", "Wilkes-Barre"),
        ("Fuquay-Varina PD", "NC", "Fuquay-Varina"),
        ("Louisville/Jefferson County", "KY", "Louisville"),
        ("Harris County Health and Human Services", "TX", "Harris County"),
        ("Harris County Sheriff and Jail", "TX", "Harris County"),
    ],
)
def test_a_government_with_two_words_in_its_name_stays_one(
    resolver: Resolver, text: str, state: str, name: str
) -> None:
    answer = resolver.resolve(text, state=state)
    assert isinstance(answer, Resolved), answer
    assert [resolver.jurisdiction(key).name for key in answer.keys] == [name]


@pytest.mark.parametrize(
    ("text", "state", "found"),
    [
        ("Springfield PD and Qqqqq Township PD", "OH", "Springfield"),
        ("Clark County Sheriff and Qqqqq Police", "OH", "Clark County"),
        ("Norfolk; Qqqqq", "VA", "Norfolk"),
        ("Reno PD, NV and Qqqqq County Sheriff", None, "Reno"),
    ],
)
def test_one_of_two_agencies_is_never_taken_for_both(
    resolver: Resolver, text: str, state: str | None, found: str
) -> None:
    answer = resolver.resolve(text, state=state)
    assert isinstance(answer, Ambiguous), answer
    assert "qqqqq" in answer.why
    assert found in {each.name for each in answer.candidates}


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("Reno PD, NV and Placer County Sheriff", None),
        ("Kansas City, MO PD and Wyandotte County Sheriff", None),
        ("Madison County, NE Sheriff and Norfolk PD", "VA"),
        ("Norfolk NE Police and Madison County Sheriff", "VA"),
    ],
)
def test_a_state_of_one_agency_that_another_does_not_fit_is_ambiguous(
    resolver: Resolver, text: str, state: str | None
) -> None:
    assert isinstance(resolver.resolve(text, state=state), Ambiguous)


def test_a_fips_code_that_none_of_several_reaches_is_ambiguous(resolver: Resolver) -> None:
    both = {"text": "Norfolk / Virginia Beach Police", "state": "VA"}
    assert isinstance(resolver.resolve(**both, fips="51810"), Resolved)
    assert isinstance(resolver.resolve(**both, fips="51059"), Ambiguous)


@pytest.mark.parametrize(
    ("text", "state", "names"),
    [
        ("Champaign-Urbana", "IL", {"Champaign", "Urbana"}),
        ("Portage-Kalamazoo", "MI", {"Portage", "Kalamazoo"}),
        ("Orange", "FL", {"Orange County", "Orange City"}),
        ("Montgomery", "MD", {"Montgomery County", "Montgomery Village"}),
        ("Dade", "FL", {"Miami-Dade County", "Dade City"}),
        ("Nassau Police Department", "NY", {"Nassau County", "Nassau"}),
        ("Riley PD", "KS", {"Riley County", "Riley"}),
        ("Essex", "VT", {"Essex County"}),
        ("York", "ME", {"York County"}),
    ],
)
def test_a_name_that_two_governments_have_is_ambiguous(
    resolver: Resolver, text: str, state: str, names: set[str]
) -> None:
    answer = resolver.resolve(text, state=state)
    assert isinstance(answer, Ambiguous), answer
    assert {each.name for each in answer.candidates} == names


def test_two_cities_are_both_where_several_are_allowed(resolver: Resolver) -> None:
    answer = resolver.resolve("Champaign-Urbana", state="IL", kind=Type.MULTI_JURISDICTION)
    assert isinstance(answer, Resolved), answer
    assert {resolver.jurisdiction(key).name for key in answer.keys} == {"Champaign", "Urbana"}


@pytest.mark.parametrize(
    ("text", "state", "fips", "field"),
    [
        ("Springfield", "OH", "39061", "fips"),
        ("Houston", "TX", "48453", "fips"),
        ("Athens", "GA", "13061", "fips"),
        ("University of Florida", "FL", "12086", "fips"),
        ("Cleveland County", "NC", "37035", "fips"),
        ("Dallas", "TX", "99999", "fips"),
        ("Dallas", "TX", "09001", "fips"),
        ("Kansas City, KS Police Department", "MO", None, "state"),
        ("Alabama State Troopers", "GA", None, "state"),
        ("Madison County, NE Sheriff", "VA", None, "state"),
    ],
)
def test_fields_that_contradict_the_name_are_ambiguous(
    resolver: Resolver, text: str, state: str, fips: str | None, field: str
) -> None:
    answer = resolver.resolve(text, state=state, fips=fips)
    assert isinstance(answer, Ambiguous), answer
    assert field in answer.why


@pytest.mark.parametrize(
    ("text", "last", "other"),
    [
        ("Kansas City, KS Police Department, MO", "MO", "KS"),
        ("Kansas City Missouri Police Department, KS", "KS", "MO"),
        ("Texarkana, TX Police, AR", "AR", "TX"),
        ("Norfolk NE Police Department, Virginia", "VA", "NE"),
        ("Las Vegas, New Mexico, NV", "NV", "NM"),
    ],
)
def test_a_text_that_says_two_states_is_ambiguous(
    resolver: Resolver, text: str, last: str, other: str
) -> None:
    answer = resolver.resolve(text)
    assert isinstance(answer, Ambiguous), answer
    assert f"state is {last}, the name says {other}" in answer.why


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fort Washington Police, PA", "Fort Washington"),
        ("Wyoming Police, MI", "Wyoming"),
        ("California Police Department, MD", "California"),
    ],
)
def test_a_name_that_holds_that_of_a_state_says_one_state(resolver: Resolver, text: str, name: str) -> None:
    answer = resolver.resolve(text)
    assert isinstance(answer, Resolved), answer
    assert resolver.jurisdiction(answer.keys[0]).name == name


@pytest.mark.parametrize(
    ("text", "state", "fips"),
    [
        ("Columbus", "OH", "39041"),
        ("Kansas City", "MO", "29165"),
        ("New York City", "NY", "36085"),
        ("Houston Police Department", "TX", "48157"),
    ],
)
def test_a_city_reaches_into_other_counties(resolver: Resolver, text: str, state: str, fips: str) -> None:
    assert isinstance(resolver.resolve(text, state=state, fips=fips), Resolved)


def test_no_agency_of_the_list_is_given_to_a_place_elsewhere(resolver: Resolver) -> None:
    """By the names and states alone of 16,000 agencies, which have counties and, most of them, keys."""
    groups: dict[str, Counter[str]] = {"township": Counter(), "municipal": Counter(), "county": Counter()}
    posts = Counter[str]()
    with (DATA / "law_enforcement_agencies.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            kind = {"City": "municipal", "County": "county", "State Police": "state"}.get(row["type"])
            if kind is None:
                continue
            answer = resolver.resolve(row["name"], state=row["state"])
            if kind == "state":
                posts[type(answer).__name__] += 1
                continue
            group = groups["township" if "Township" in row["name"] else kind]
            if not isinstance(answer, Resolved):
                group["missed"] += bool(row["jurisdiction_key"])
                continue
            counties = set(row["county_fips"].split("|")) - {""}
            found = [resolver.jurisdiction(key) for key in answer.keys]
            near = any(resolver.reaches(one, fips) for one in found for fips in counties)
            group["right" if near or not counties else "elsewhere"] += 1
    for name, group in groups.items():
        assert group["right"] / (group["right"] + group["elsewhere"]) >= 0.995, (name, group)
        assert group["missed"] / (group["right"] + group["missed"]) <= 0.05, (name, group)
    assert posts["Resolved"] / posts.total() >= 0.95
