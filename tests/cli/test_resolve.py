"""`learning-sites resolve`: an answer for a person and for a script, and the report."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from cli.app import command_line
from graph.settings import Settings
from loaders.bundled.resolver import resolver_of
from loaders.own_jurisdictions import OwnJurisdictions
from loaders.resolver.resolver import Resolver


@cache
def bundled() -> Resolver:
    return resolver_of(Settings())


@pytest.fixture(autouse=True)
def one_resolver(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands without files of an operator share a resolver: it is built in two seconds."""

    def of(settings: Settings, own: OwnJurisdictions) -> Resolver:
        files = settings.zip_counties or settings.jurisdiction_aliases
        return resolver_of(settings, own) if own or files else bundled()

    monkeypatch.setattr("cli.resolve.resolver_of", of)


def run(*words: str) -> Result:
    return CliRunner().invoke(command_line(), ["resolve", *words])


def test_a_name_becomes_a_key_with_how_it_was_found() -> None:
    assert run("City of St. Louis", "--state", "MO").stdout == "us-county:29510  St. Louis, MO  (by name)\n"
    assert run("Huston", "--state", "TX").stdout.endswith("(by similar, similarity 0.857)\n")
    several = run("Gallia & Jackson Counties, OH", "--kind", "multi-jurisdiction").stdout
    assert [line.split()[0] for line in several.splitlines()] == ["us-county:39053", "us-county:39079"]


def test_a_script_gets_the_candidates_with_their_scores() -> None:
    answer = json.loads(run("Midway", "--state", "FL", "--json").stdout)
    assert answer["outcome"] == "ambiguous"
    assert answer["why"]
    assert {(each["state"], each["score"]) for each in answer["candidates"]} == {("FL", 1.0)}
    assert len(answer["candidates"]) == 3
    resolved = {"outcome": "resolved", "keys": ["us-county:01001"], "how": "fips", "score": 1.0}
    assert json.loads(run("--fips", "1001", "--json").stdout) == resolved


def test_what_is_not_found_is_shown_with_the_nearest() -> None:
    lines = run("Memfis", "--state", "TN").stdout.splitlines()
    assert lines[0] == "unknown: no jurisdiction has this name in TN"
    assert "Memphis, TN" in lines[1]


def test_a_zip_code_becomes_its_place_and_one_of_several_places_shows_them() -> None:
    burlington = "us-place:5234372  Burlington, VT  (by zip)\n"
    assert run("05401").stdout == run("05401-1234").stdout == run("--zip", "05401").stdout == burlington
    assert run("05401 VT").stdout == run("--zip", "5401", "--state", "Vermont").stdout == burlington
    assert run("Burlington 05401").stdout == "us-place:5234372  Burlington, VT  (by name)\n"
    county = run("--zip", "05401", "--kind", "county").stdout
    assert county == "us-county:50007  Chittenden County, VT  (by zip)\n"
    several = run("33139").stdout.splitlines()
    assert several[0] == "ambiguous: the ZIP code 33139 lies in several places; a name would decide"
    assert [line.split()[1] for line in several[1:]] == ["us-place:4164138", "us-place:4164143"]
    assert json.loads(run("--zip", "99999", "--json").stdout)["outcome"] == "unknown"


def test_the_operators_files_are_used_and_a_broken_one_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    aliases, zips = tmp_path / "aliases.csv", tmp_path / "zips.csv"
    aliases.write_text("name,state,key\nHCSO,TX,us-county:48201\n")
    zips.write_text("zip,county_fips\n77002,48201\n")
    monkeypatch.setenv("LEARNING_SITES_JURISDICTION_ALIASES", str(aliases))
    monkeypatch.setenv("LEARNING_SITES_ZIP_COUNTIES", str(zips))
    assert run("HCSO", "--state", "TX").stdout.endswith("(by alias)\n")
    assert run("--zip", "77002").stdout.endswith("(by zip)\n")
    aliases.write_text("name,state,key\nHCSO,TX,us-county:99999\n")
    broken = run("HCSO", "--state", "TX")
    assert broken.exit_code == 1
    assert "error [DATA_INVALID]: aliases.csv, line 2, field key" in broken.stderr


@pytest.mark.slow
def test_the_report_says_how_well_and_on_what() -> None:
    made = json.loads(run("--report", "--json").stdout)
    total = made["forms"][0]
    assert (made["half"], total["form"]) == ("test", "all")
    assert total["rows"] == sum(each["rows"] for each in made["forms"][1:]) >= 500
    assert total["precision"] == total["right"] / total["resolved"] >= 0.99
    assert total["recall"] == total["right"] / total["expected"] >= 0.95
    assert len(made["wrong"]) == total["resolved"] - total["right"]
    for half in made["halves"].values():
        assert [each["kind"] for each in half["kinds"]][:3] == ["all", "county", "county police"]
        assert half["kinds"][0]["right"] == half["kinds"][0]["resolved"] - len(half["wrong"])
    table = run("--report").stdout
    assert "the half that is held out" in table
    assert f"{total['precision']:.2%}" in table
    assert f"{total['recall']:.2%}" in table


def test_a_file_of_names_is_scored_by_kind_of_government(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    path.write_text(
        "ori,name,state,fips\n"
        "TX1,Harris County Sheriff's Office,TX,48201\n"
        "TX2,HARRIS COUNTY POLICE,TX,48201\n"
        "PA1,Reading Township Police Department,PA,42001\n"
        "TX3,Houston PD,TX,06037\n"
    )
    made = json.loads(run("--report", str(path), "--json").stdout)
    assert [each["kind"] for each in made["kinds"]] == [
        "all",
        "county police",
        "sheriff",
        "municipality",
        "township",
    ]
    assert made["kinds"][0] == {
        "kind": "all",
        "rows": 4,
        "expected": 4,
        "resolved": 3,
        "right": 2,
        "precision": 2 / 3,
        "recall": 0.5,
    }
    assert [each["text"] for each in made["wrong"]] == ["Houston PD"]
    assert "wrong: Houston PD, TX (municipality)" in run("--report", str(path)).stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("state\nTX\n", "names.csv, line 1, field name: column is missing or unknown"),
        ("name,fips\nHouston,Harris\n", "names.csv, line 2, field fips"),
        ("name,jurisdiction_type\nHouston,burg\n", "names.csv, line 2, field jurisdiction_type"),
        ("name\n", "names.csv has no rows"),
    ],
)
def test_a_broken_file_of_names_is_refused_with_line_and_field(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "names.csv"
    path.write_text(text)
    refused = run("--report", str(path))
    assert refused.exit_code == 1
    assert said in refused.stderr
    assert "columns name, state, jurisdiction_type, kind, key, fips" in refused.stderr


@pytest.mark.parametrize("words", [(), ("--state", "TX"), ("Houston", "--report")])
def test_wrong_use_is_refused_with_what_is_needed(words: tuple[str, ...]) -> None:
    refused = run(*words)
    assert refused.exit_code == 2
    assert "NAME: give a name" in refused.stderr
