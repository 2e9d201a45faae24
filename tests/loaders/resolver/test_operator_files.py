"""What an operator brings: names that teach the resolver, and postal codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.vocabulary import JurisdictionType as Type
from graph.errors import DataInvalid
from loaders.jurisdiction import Jurisdiction
from loaders.resolver.aliases import teach
from loaders.resolver.answer import Ambiguous, How, Resolved, Unknown
from loaders.resolver.resolver import Resolver
from loaders.resolver.zips import read_zips

HARRIS, MIDWAY = "us-county:48201", "us-place:4164343"


@pytest.fixture
def untaught(jurisdictions: list[Jurisdiction]) -> Resolver:
    return Resolver([one for one in jurisdictions if one.state in ("TX", "FL")])


def file(folder: Path, text: str) -> Path:
    path = folder / "operator.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_taught_name_is_found_and_decides_between_two(untaught: Resolver, tmp_path: Path) -> None:
    assert isinstance(untaught.resolve("HCSO", state="TX"), Unknown)
    assert isinstance(untaught.resolve("Midway", state="FL"), Ambiguous)
    lines = f"name,state,key\nHCSO,TX,{HARRIS}\nMidway,FL,{MIDWAY}\nBayou City,,us-place:4699066\n"
    assert teach(untaught, file(tmp_path, lines)) == 3
    assert untaught.resolve("h.c.s.o.", state="tx", kind=Type.COUNTY) == Resolved((HARRIS,), How.ALIAS)
    assert untaught.resolve("HCSO, Texas") == Resolved((HARRIS,), How.ALIAS)
    assert untaught.resolve("City of Midway", state="FL") == Resolved((MIDWAY,), How.ALIAS)
    assert untaught.resolve("The Bayou City") == Resolved(("us-place:4699066",), How.ALIAS)
    assert isinstance(untaught.resolve("HCSO", state="FL"), Unknown)


def test_a_file_of_a_spreadsheet_is_read(untaught: Resolver, tmp_path: Path) -> None:
    path = tmp_path / "aliases.csv"
    path.write_bytes(f"\N{BOM}name,state,key\r\nHCSO,TX,{HARRIS}\r\n".encode())
    assert teach(untaught, path) == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("HCSO,TX,us-county:99999", "line 3, field key: no jurisdiction has the key us-county:99999; use"),
        ("HCSO,Texas," + HARRIS, "line 3, field state: .*'Texas'.*; fix the line"),
        ("," + "TX," + HARRIS, "line 3, field name: .*; fix the line"),
        (
            "Houston,TX," + HARRIS,
            "line 3, field name: 'Houston' is us-place:4699066 already; leave the line out",
        ),
        ("-,TX," + HARRIS, "line 3, field name: '-' has no letters"),
        ("HPD,TX,us-place:4699066", "line 3, field name: 'HPD' is us-county:48201 already"),
        ("HCSO,TX", "line 3, field \\(row\\): 2 cells where the header has 3"),
    ],
)
def test_a_line_that_cannot_be_taught_is_refused_with_line_field_and_remedy(
    untaught: Resolver, tmp_path: Path, line: str, message: str
) -> None:
    path = file(tmp_path, f"name,state,key\nHPD,TX,{HARRIS}\n{line}\n")
    with pytest.raises(DataInvalid, match=rf"operator\.csv, {message}"):
        teach(untaught, path)


def test_postal_codes_lead_to_counties(jurisdictions: list[Jurisdiction], tmp_path: Path) -> None:
    path = file(tmp_path, "zip,county_fips\n02138,25017\n77002,48201\n32343,12039\n32343,12073\n")
    resolver = Resolver(jurisdictions, zips=read_zips(path))
    assert resolver.resolve(zip_code="2138") == Resolved(("us-county:25017",), How.ZIP)
    assert resolver.resolve(zip_code="77002-1234", kind=Type.COUNTY) == Resolved((HARRIS,), How.ZIP)
    assert resolver.resolve("Houston", zip_code="77002") == Resolved(("us-place:4699066",), How.NAME)
    assert resolver.resolve("Midway", zip_code="32343") == Resolved((MIDWAY,), How.NAME)
    assert isinstance(resolver.resolve(zip_code="32343"), Unknown), "it lies in two counties"
    assert isinstance(resolver.resolve(zip_code="77002", kind=Type.CITY), Unknown), "a city is not its county"


def test_a_file_of_postal_codes_comes_before_the_bundled_ones_for_the_codes_that_it_names(
    jurisdictions: list[Jurisdiction], resolver: Resolver, tmp_path: Path
) -> None:
    burlington, chittenden, houston = "us-place:5234372", "us-county:50007", "us-place:4699066"
    assert resolver.resolve(zip_code="05401") == Resolved((burlington,), How.ZIP)
    taught = Resolver(jurisdictions, zips=read_zips(file(tmp_path, "zip,county_fips\n05401,50007\n")))
    assert taught.resolve(zip_code="05401") == Resolved((chittenden,), How.ZIP)
    assert taught.resolve("05401") == Resolved((chittenden,), How.ZIP)
    assert taught.resolve("Burlington", zip_code="05401") == Resolved((burlington,), How.NAME)
    assert isinstance(taught.resolve(zip_code="05401", state="NH"), Ambiguous)
    assert taught.resolve(zip_code="77002") == Resolved((houston,), How.ZIP)


@pytest.mark.parametrize(("line", "field"), [("2138,25017", "zip"), ("02138,Middlesex", "county_fips")])
def test_a_broken_postal_code_is_refused(tmp_path: Path, line: str, field: str) -> None:
    with pytest.raises(DataInvalid, match=rf"operator\.csv, line 2, field {field}: .*5 digits each"):
        read_zips(file(tmp_path, f"zip,county_fips\n{line}\n"))
