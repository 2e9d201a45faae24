"""Settings, commands, codes, endpoints, columns and weights: the pages name what the program has."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import httpx
import pytest
import yaml
from starlette.routing import Route
from typer.testing import CliRunner

from cli.app import command_line
from cli.application import browser_of
from cli.mutations import ports
from docs import tables
from docs.tables import marked
from domain.recommendation import FACTORS
from domain.similarity import WEIGHTS
from graph.access import Access
from graph.embedded import EmbeddedServer
from graph.secret_files import is_secret
from graph.settings import Settings, variable, variables
from loaders.pipeline.contract import FileRow
from loaders.readers import SUFFIXES
from loaders.sources.law_enforcement_agencies.contract import LawEnforcementAgency
from loaders.sources.requests.contract import RequestRow
from schema.server.app import create_app

ROOT = Path(__file__).parents[2]
OPERATIONS, LOADING = ROOT / "docs" / "operations.md", ROOT / "docs" / "loading.md"
RENEW = "`python docs/tables.py` renews the generated tables"


def test_table_of_settings_is_that_of_the_program(pages: dict[Path, str]) -> None:
    assert marked(pages[tables.SETTINGS], "settings") == f"{tables.settings()}\n", RENEW


def test_every_documented_default_is_the_one_in_force(
    pages: dict[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(variable(name), raising=False)
    unset = Settings.read()
    table = marked(pages[tables.SETTINGS], "settings")
    for name, default in re.findall(r"^\| `([A-Z0-9_]+)` \| `(.+?)` \|", table, re.MULTILINE):
        monkeypatch.setenv(name, default.replace("~", str(Path.home()), 1))
    assert Settings.read() == unset


def test_pages_name_no_setting_that_does_not_exist(pages: dict[Path, str]) -> None:
    known = {each for name in Settings.model_fields for each in variables(name)}
    known |= {f"{variable(name)}_FILE" for name, field in Settings.model_fields.items() if is_secret(field)}
    for path, text in pages.items():
        assert set(re.findall(r"\b(?:LEARNING_SITES|NEO4J)_[A-Z0-9_]*[A-Z0-9]\b", text)) <= known, path


def test_table_of_commands_is_that_of_the_program(pages: dict[Path, str]) -> None:
    assert marked(pages[tables.COMMANDS], "commands") == f"{tables.commands()}\n", RENEW


def test_table_of_metrics_is_that_of_the_program(pages: dict[Path, str]) -> None:
    assert marked(pages[tables.MONITORING], "metrics") == f"{tables.metrics()}\n", RENEW


def test_pages_name_no_metric_that_does_not_exist(pages: dict[Path, str]) -> None:
    known = set(re.findall(r"`(learning_sites_\w+)`", tables.metrics()))
    assert len(known) > 15
    parts = {f"{name}{part}" for name in known for part in ("_bucket", "_count", "_sum")}
    for path, text in pages.items():
        assert set(re.findall(r"\blearning_sites_\w+", text)) <= known | parts | {"learning_sites_"}, path


def test_alarms_have_an_expression_and_a_remedy(pages: dict[Path, str]) -> None:
    section = pages[OPERATIONS].partition("## Alarms")[2].partition("\n## ")[0]
    _, *alarms = re.findall(r"^\| (\w[^|]+) \| (.+?) \| ([^|]+) \|$", section, re.MULTILINE)
    rows = [line for line in section.splitlines() if line.startswith("| ")][1:]
    assert 12 <= len(alarms) == len(rows)
    for name, expression, remedy in alarms:
        assert "`" in expression, name
        assert len(remedy) > 60, name


def test_every_command_on_a_page_answers_help(pages: dict[Path, str]) -> None:
    leaves = re.findall(r"`learning-sites ([a-z ]+?)(?: [A-Z[-].*)?` \|", tables.commands())
    named = {
        " ".join(words.split())
        for text in pages.values()
        for words in re.findall(r"learning-sites((?: [a-z]+)+)[^\n`]*(?:`|\n)", "\n".join(code(text)))
    }
    assert named
    for words in named:
        found = [leaf for leaf in leaves if f"{words} ".startswith(f"{leaf} ")]
        assert found, f"learning-sites {words} is no command"
        assert CliRunner().invoke(command_line(), [*found[0].split(), "--help"]).exit_code == 0


def test_every_make_target_on_a_page_exists(pages: dict[Path, str]) -> None:
    targets = {t for text in pages.values() for t in re.findall(r"\bmake ([a-z]+)", "\n".join(code(text)))}
    assert {"up", "test"} <= targets
    for target in targets:
        subprocess.run(["make", "--dry-run", target], cwd=ROOT, check=True, capture_output=True)


def test_targets_for_development_are_those_of_the_makefile(pages: dict[Path, str]) -> None:
    listed = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    named = {*re.findall(r"`([a-z]+)`", marked(pages[tables.COMMANDS], "make")), "up", "test", "help"}
    assert named == set(re.findall(r"^  make (\w+)", listed, re.MULTILINE))


def test_catalogue_of_codes_is_the_tree_of_errors() -> None:
    assert tables.ERRORS.read_text(encoding="utf-8") == tables.errors(), RENEW


def test_pages_name_no_code_that_does_not_exist(pages: dict[Path, str]) -> None:
    catalogue = set(re.findall(r"^\| `([A-Z_]+)` \|", tables.errors(), re.MULTILINE))
    embedded = pages[ROOT / "docs" / "how-the-database-is-embedded.md"]
    codes = set(re.findall(r"`([A-Z_]+)`(?:,| \|)", marked(embedded, "failures")))
    assert len(codes) >= 8
    assert codes <= catalogue


async def test_every_endpoint_is_documented_and_answers(
    pages: dict[Path, str], settings: Settings, access: Access, neo4j_server: EmbeddedServer
) -> None:
    table = marked(pages[OPERATIONS], "endpoints")
    documented = set(re.findall(r"`(/[\w./-]*)`", table))
    app = create_app(settings, access, ports, browser_of(settings, neo4j_server))
    routes = {re.sub(r"{.*}", "", r.path) for r in app.routes if isinstance(r, Route)}
    assert documented == routes - {"/browser"}  # which only leads to /browser/
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
    ):
        for address in documented:
            assert (await client.get(address)).status_code != 404, address


@pytest.mark.parametrize(
    ("name", "contract"), [("requests", RequestRow), ("law-enforcement agencies", LawEnforcementAgency)]
)
def test_columns_of_a_file_are_those_of_its_contract(
    pages: dict[Path, str], name: str, contract: type[FileRow]
) -> None:
    table = marked(pages[LOADING], f"columns of {name}")
    rows = re.findall(r"^\| (`.*?) \| (yes)? ?\|", table, re.MULTILINE)
    documented = {
        column: required == "yes" for cell, required in rows for column in re.findall(r"`([a-z_]+)`", cell)
    }
    assert documented == {name: field.is_required() for name, field in contract.model_fields.items()}


def test_files_that_are_read_are_those_on_the_page(pages: dict[Path, str]) -> None:
    documented = set(re.findall(r"`(\.\w+)`", marked(pages[LOADING], "suffixes")))
    compressed = {name + suffix for name in documented - {".xlsx", ".zip"} for suffix in (".gz", ".zip")}
    assert documented | compressed == set(SUFFIXES)


def test_weights_on_the_page_are_those_in_force(pages: dict[Path, str]) -> None:
    page = pages[ROOT / "docs" / "recommendation.md"]
    for name, weights in (("similarity", WEIGHTS), ("factors", FACTORS)):
        rows = re.findall(r"^\| ([a-z]+) \| (\d?\.\d+) \|", marked(page, f"weights of {name}"), re.MULTILINE)
        assert [(part, float(weight)) for part, weight in rows] == list(weights.items())


def test_production_needs_the_documented_variables(pages: dict[Path, str]) -> None:
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    section = marked(pages[OPERATIONS], "production")
    needed = set(re.findall(r"\$\{(\w+):\?", compose))
    assert needed == set(re.findall(r"^(\w+)=", section, re.MULTILINE))
    for optional in re.findall(r"`([A-Z_]{6,})`", section):
        assert f"${{{optional}:-" in compose
    services = set(yaml.safe_load(compose)["services"])
    for service in re.findall(r"docker compose (?:up|run) (?:--\w+ )+(\w+)", section):
        assert service in services


def code(text: str) -> list[str]:
    """The code of a page: blocks of commands, and spans, each closed by a backtick."""
    blocks = re.findall(r"^```bash\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    return blocks + re.findall(r"`[^`\n]+`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))
