from __future__ import annotations

import json
from pathlib import Path

import pytest

from domain.program import CURRENT_SITES
from domain.vocabulary import AgencyType
from domain.vocabulary import JurisdictionKind as Kind
from domain.vocabulary import SiteStatus as Status
from graph.errors import DataInvalid
from loaders.bundled.jurisdictions import read_jurisdictions
from loaders.bundled.reference import data_folder, read_models, read_sites, read_topics
from loaders.jurisdiction import Jurisdiction
from loaders.sources.sites.contract import Site


@pytest.fixture(scope="module")
def by_key() -> dict[str, Jurisdiction]:
    return {each.key: each for each in read_jurisdictions()}


@pytest.fixture(scope="module")
def sites() -> dict[str, Site]:
    return {site.key: site for site in read_sites()}


def test_twelve_of_the_fourteen_current_sites_are_documented(sites: dict[str, Site]) -> None:
    current = [site for site in sites.values() if site.status == Status.CURRENT]
    assert (len(current), CURRENT_SITES) == (12, 14)
    former = [site.key for site in sites.values() if site.status == Status.FORMER]
    assert former == ["site:gallia-jackson-meigs-oh"]


def test_every_key_of_a_site_names_something(sites: dict[str, Site], by_key: dict[str, Jurisdiction]) -> None:
    models, topics = {model.key for model in read_models()}, {topic.key for topic in read_topics()}
    for site in sites.values():
        assert by_key.keys() >= set(site.serves), site.key
        assert models >= {model.key for model in site.models}, site.key
        assert topics >= {topic.key for topic in site.topics}, site.key
        located = {partner.jurisdiction for partner in site.partners} - {None}
        assert by_key.keys() >= located, site.key
        assert by_key[site.serves[0]].state == site.state, site.key


def test_no_site_names_anything_twice(sites: dict[str, Site]) -> None:
    for site in sites.values():
        for keys in (
            [model.key for model in site.models],
            [partner.key for partner in site.partners],
            [source.key for source in site.sources],
            [topic.key for topic in site.topics],
            list(site.serves),
        ):
            assert len(keys) == len(set(keys)), site.key


def test_one_partner_or_source_key_always_means_the_same(sites: dict[str, Site]) -> None:
    partners = {
        (partner.key, partner.name, partner.kind, partner.jurisdiction, partner.note)
        for site in sites.values()
        for partner in site.partners
    }
    urls = {(source.key, source.url, source.title) for site in sites.values() for source in site.sources}
    assert len(partners) == len({key for key, *_ in partners})
    assert len(urls) == len({key for key, *_ in urls})


def test_the_harris_center_connects_both_houston_sites(sites: dict[str, Site]) -> None:
    naming = {
        site.key
        for site in sites.values()
        for partner in site.partners
        if partner.key == "partner:harris-center"
    }
    assert naming == {"site:houston-pd", "site:harris-county-so"}


def test_the_coalition_serves_its_counties_and_their_region(
    sites: dict[str, Site], by_key: dict[str, Jurisdiction]
) -> None:
    served = [by_key[key] for key in sites["site:gallia-jackson-meigs-oh"].serves]
    assert [each.kind for each in served] == [Kind.COUNTY, Kind.COUNTY, Kind.COUNTY, Kind.REGION]
    assert served[3].members == tuple(each.key for each in served[:3])


def test_inferred_facts_say_so(sites: dict[str, Site]) -> None:
    inferred_year = {site.key for site in sites.values() if site.joined_year_inferred}
    inferred_model = {s.key for s in sites.values() for model in s.models if model.basis == "inferred"}
    assert inferred_year == {"site:yavapai-coalition", "site:miami-dade-pd"}
    assert inferred_model == {"site:miami-dade-pd"}


def test_unknown_staff_is_null_and_never_zero(sites: dict[str, Site]) -> None:
    staff = sites["site:harris-county-so"].personnel
    assert (staff.total, staff.sworn, staff.civilian) == (4600, None, None)
    for site in sites.values():
        known = site.personnel
        assert 0 not in (known.total, known.sworn, known.civilian), site.key
        if known.total and known.sworn and known.civilian:
            assert known.total == known.sworn + known.civilian, site.key
        assert (known.basis is None) == (known.total is None), site.key


def test_profiles_are_kept_as_published(sites: dict[str, Site]) -> None:
    houston = sites["site:houston-pd"]
    assert (houston.name, houston.agency_type) == ("Houston Police Department", AgencyType.MUNICIPAL_POLICE)
    assert (houston.population.people, houston.personnel.sworn, houston.joined_year) == (
        2_300_000,
        5200,
        2010,
    )
    since = {model.key: model.since for model in sites["site:los-angeles-pd"].models}
    assert since["model:co-responder"] == 1993
    assert since["model:dispatch-triage"] is None


def test_families_group_models_that_count_half_for_each_other() -> None:
    families: dict[str, set[str]] = {}
    for model in read_models():
        families.setdefault(model.family, set()).add(model.key.removeprefix("model:"))
    assert sorted(map(sorted, families.values())) == sorted(
        map(
            sorted,
            [
                {"co-responder", "embedded-clinician", "telehealth-co-response"},
                {"mobile-crisis", "civilian-responder"},
                {"case-management", "mental-health-liaison-officers"},
                {"cit", "training-hub"},
                {"crisis-stabilization-unit", "crisis-receiving-center"},
                {"dispatch-triage", "dispatch-embedded-clinician"},
                {"jail-based-services", "jail-reentry"},
                {"homeless-outreach", "substance-use-outreach"},
                {"diversion-to-treatment"},
            ],
        )
    )


def test_every_model_is_operated_and_every_topic_is_known_once(sites: dict[str, Site]) -> None:
    operated = {model.key for site in sites.values() for model in site.models}
    assert operated == {model.key for model in read_models()}
    topics = [topic.key for topic in read_topics()]
    assert len(topics) == len(set(topics)) == 12


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"status": "RETIRED"}, "status"),
        ({"phone": None}, "phone"),
        ({"serves": []}, "serves"),
        ({"models": [{"key": "model:cit", "basis": "guessed", "since": None}]}, r"models\.0\.basis"),
    ],
)
def test_a_bad_site_is_refused_with_file_line_and_field(
    tmp_path: Path, change: dict[str, object], field: str
) -> None:
    lines = (data_folder() / "sites.jsonl").read_text(encoding="utf-8").splitlines()
    lines[1] = json.dumps(json.loads(lines[1]) | change)
    (tmp_path / "sites.jsonl").write_text("\n".join(lines))
    with pytest.raises(DataInvalid, match=rf"sites\.jsonl, line 2, field {field}: "):
        read_sites(tmp_path)


def test_a_site_without_a_field_is_refused(tmp_path: Path) -> None:
    site = json.loads((data_folder() / "sites.jsonl").read_text(encoding="utf-8").splitlines()[0])
    del site["notes"]
    (tmp_path / "sites.jsonl").write_text(json.dumps(site))
    with pytest.raises(DataInvalid, match=r"sites\.jsonl, line 1, field notes: Field required"):
        read_sites(tmp_path)


def test_a_line_that_is_not_json_is_refused(tmp_path: Path) -> None:
    (tmp_path / "topics.jsonl").write_text('{"key": "topic:rural"\n')
    with pytest.raises(DataInvalid, match=r"topics\.jsonl, line 1, .*not JSON"):
        read_topics(tmp_path)
