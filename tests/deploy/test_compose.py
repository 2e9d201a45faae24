"""docker-compose.yml keeps its promises: valid, closed, no default for a secret, one Neo4j version."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from graph.embedded.configuration import neo4j_conf
from graph.secret_files import is_secret
from graph.settings import Settings, variable

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = ("api", "loader")
# Names that only docker-compose.yml itself reads.
INTERPOLATED_ONLY = {
    "NEO4J_IMAGE",
    "NEO4J_HEAP",
    "NEO4J_PAGE_CACHE",
    "NEO4J_MEMORY",
    "NEO4J_CPUS",
    "PYTHON_IMAGE",
    "API_MEMORY",
    "API_CPUS",
    "LOADER_MEMORY",
    "LOADER_CPUS",
    "PUBLIC_HOSTS",
    "PUBLISH",
    "INCOMING",
    "SECRETS",
}
IMAGE = re.compile(r"\$\{(\w+_IMAGE):-([a-z0-9-]+:[\w.-]+)\}")
"""An image by tag, which a variable pins by digest."""
SIZES = {"m": 1, "g": 1024}


def server_settings() -> dict[str, str]:
    """What the image writes into neo4j.conf: prefix away, "__" is an underscore, "_" is a dot."""
    environment = SERVICES["neo4j"]["environment"]
    names = {name: name.removeprefix("NEO4J_") for name in environment if name != "NEO4J_AUTH_FILE"}
    return {
        short.replace("__", "\0").replace("_", ".").replace("\0", "_"): environment[name]
        for name, short in names.items()
    }


def embedded_settings() -> dict[str, str]:
    lines = neo4j_conf(Settings(), 7687, None).splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


def locked_version() -> str:
    lock = tomllib.loads((ROOT / "graph" / "embedded" / "neo4j.lock.toml").read_text())
    (version,) = {
        entry["version"]
        for entries in lock.values()
        if isinstance(entries, list)
        for entry in entries
        if (entry["groupId"], entry["artifactId"]) == ("org.neo4j", "neo4j")
    }
    return str(version)


def test_file_follows_the_compose_specification() -> None:
    schema = json.loads((ROOT / "tests/corpora/compose-spec/compose-spec.json").read_text())
    assert [error.message for error in Draft7Validator(schema).iter_errors(COMPOSE)] == []
    assert list(Draft7Validator(schema).iter_errors(COMPOSE | {"services": {"api": {"imagge": "x"}}}))


@pytest.mark.parametrize("service", SERVICES)
def test_every_container_is_closed(service: str) -> None:
    container = SERVICES[service]
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert int(container["user"].split(":")[0]) > 0
    assert not {"privileged", "cap_add", "network_mode", "pid", "ipc", "devices"} & container.keys()
    assert "graph" in container["networks"]


def test_only_the_api_is_published_and_only_on_loopback_by_default() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"api": ["${PUBLISH:-127.0.0.1:8000}:8000"]}
    assert COMPOSE["networks"]["graph"] == {"internal": True}
    assert [name for name, service in SERVICES.items() if "door" in service["networks"]] == ["api"]


def test_long_running_services_tell_their_health_and_restart() -> None:
    for name in ("neo4j", "api"):
        assert SERVICES[name]["restart"] == "unless-stopped"
        assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert "/readyz" in " ".join(SERVICES["api"]["healthcheck"]["test"])
    assert "cypher-shell" in SERVICES["neo4j"]["healthcheck"]["test"][1]


@pytest.mark.parametrize("service", OURS)
def test_our_services_wait_for_a_healthy_neo4j(service: str) -> None:
    assert SERVICES[service]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}


def test_loader_runs_nightly_and_not_by_itself() -> None:
    assert SERVICES["loader"]["profiles"] == ["nightly"]
    assert SERVICES["loader"]["command"] == ["learning-sites", "nightly", "/data/incoming"]
    assert any(volume.endswith(":/data/incoming") for volume in SERVICES["loader"]["volumes"])


@pytest.mark.parametrize("service", OURS)
def test_every_variable_of_ours_is_a_setting(service: str) -> None:
    known = {variable(name) for name in Settings.model_fields}
    files = {f"{variable(name)}_FILE" for name, field in Settings.model_fields.items() if is_secret(field)}
    assert SERVICES[service]["environment"].keys() <= known | files


def test_every_interpolated_variable_is_a_setting_or_declared_here() -> None:
    used = set(re.findall(r"(?<!\$)\$\{(\w+)", TEXT))
    known = {variable(name) for name in Settings.model_fields}
    assert used - known == INTERPOLATED_ONLY


def test_no_secret_and_no_statement_of_openness_has_a_default() -> None:
    forms = re.findall(r"(?<!\$)\$\{LEARNING_SITES_OPEN_READING(.*?)\}", TEXT)
    assert forms
    assert all(form.startswith(":?") for form in forms), "it must stop the start when it is not set"
    secrets = [
        (name, value)
        for service in SERVICES.values()
        for name, value in service["environment"].items()
        if re.search(r"PASSWORD|AUTH|SECRET|TOKEN|KEY", name)
    ]
    assert len(secrets) == 3
    for name, value in secrets:  # the name of a file, and never the secret
        assert name.endswith("_FILE")
        assert COMPOSE["secrets"][value.removeprefix("/run/secrets/")].keys() == {"file"}


@pytest.mark.parametrize("service", SERVICES)
def test_a_container_gets_the_secrets_that_it_reads_and_no_other(service: str) -> None:
    environment = SERVICES[service]["environment"]
    read = {value.removeprefix("/run/secrets/") for name, value in environment.items() if "_FILE" in name}
    assert set(SERVICES[service]["secrets"]) == read
    assert len(read) == 1


@pytest.mark.parametrize("service", SERVICES)
def test_every_container_has_limits_of_memory_cpu_and_processes(service: str) -> None:
    limits = SERVICES[service]["deploy"]["resources"]["limits"]
    assert limits.keys() == {"memory", "cpus", "pids"}
    assert 0 < limits["pids"] <= 1000
    assert float(default(limits["cpus"])) > 0
    assert megabytes(limits["memory"]) >= 512


def test_the_memory_of_neo4j_holds_its_heap_and_its_page_cache() -> None:
    environment = SERVICES["neo4j"]["environment"]
    heap = megabytes(environment["NEO4J_server_memory_heap_max__size"])
    cache = megabytes(environment["NEO4J_server_memory_pagecache_size"])
    assert megabytes(SERVICES["neo4j"]["deploy"]["resources"]["limits"]["memory"]) >= heap + cache + 1024


def default(text: str) -> str:
    """The default of an interpolated value."""
    found = re.fullmatch(r"\$\{\w+:-(.*)\}", text)
    assert found is not None
    return found[1]


def megabytes(text: str) -> int:
    size = default(text)
    return int(size[:-1]) * SIZES[size[-1]]


def test_what_may_be_pinned_by_digest_is_pinned_by_one_line() -> None:
    images = [SERVICES["neo4j"]["image"], SERVICES["api"]["build"]["args"]["PYTHON"]]
    found = [IMAGE.fullmatch(image) for image in images]
    assert [each and each[1] for each in found] == ["NEO4J_IMAGE", "PYTHON_IMAGE"]
    base = re.search(r"^ARG PYTHON=(\S+)$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert base is not None
    assert found[1] is not None
    assert found[1][2] == base[1]
    assert SERVICES["loader"]["build"] == SERVICES["api"]["build"]


def test_no_role_is_set_for_callers_elsewhere_who_sign_in_with_keys() -> None:
    assert "LEARNING_SITES_ROLE" not in TEXT
    assert "api-home:/var/lib/learning-sites" in SERVICES["api"]["volumes"]  # where keys are


def test_neo4j_is_the_version_that_is_embedded() -> None:
    version = locked_version()
    assert SERVICES["neo4j"]["image"] == f"${{NEO4J_IMAGE:-neo4j:{version}}}"
    assert f"neo4j-conf-{version}:/var/lib/neo4j/conf" in SERVICES["neo4j"]["volumes"]


def test_neo4j_is_as_closed_as_the_embedded_one() -> None:
    ours, embedded = server_settings(), embedded_settings()
    same = ours.keys() & embedded.keys()
    differ = {name for name in same if ours[name] != embedded[name]}
    assert differ <= {
        "server.bolt.advertised_address",
        "server.memory.heap.max_size",
        "server.memory.pagecache.size",
    }
    closing = {
        name for name in embedded if re.search(r"csv_import|blocklist|usage_report|fleet|https?\.", name)
    }
    assert len(closing) >= 7
    assert closing <= same
    assert "dbms.security.auth_enabled" not in ours, "authentication is on by default and stays so"


def test_image_is_ours_of_this_version_and_never_root() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {SERVICES[name]["image"] for name in OURS} == {f"{project['name']}:{project['version']}"}
    dockerfile = (ROOT / "Dockerfile").read_text()
    base = re.search(r"^ARG PYTHON=python:(\d+\.\d+)\.\d+-slim-\w+$", dockerfile, re.MULTILINE)
    assert base is not None, "the base image is pinned to a patch version"
    assert project["requires-python"] == f">={base[1]}"
    user = re.search(r"^USER (\S+)$", dockerfile, re.MULTILINE)
    assert user is not None
    assert {SERVICES[name]["user"] for name in OURS} == {user[1]}
    assert "--require-hashes" in dockerfile
    assert dockerfile.rstrip().endswith('CMD ["learning-sites", "serve"]')


def test_image_takes_in_every_package_and_no_test() -> None:
    taken = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert packages - {"tests", "bench", "deploy"} <= taken
    assert not taken & {"tests", "bench", "deploy", ".git", ".venv", ".env"}
    assert {"pyproject.toml", "requirements.lock", "LICENSE", "NOTICE", "README.md"} <= taken
