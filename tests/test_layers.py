"""Imports go one way: cli → backtest → loaders → domain → graph, cli → schema → domain → graph, and cli →
schema → sign_in and monitoring → graph; loaders and schema do not know each other. Within the planner: run →
plan → cypher → request → shape; within loaders: bundled → sources → pipeline → readers and resolver."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from cli.app import COMMANDS

ROOT = Path(__file__).parents[1]
KNOWS = {
    "graph": {"graph"},
    "domain": {"domain", "graph"},
    "loaders": {"loaders", "domain", "graph"},
    "sign_in": {"sign_in", "graph"},
    "monitoring": {"monitoring", "graph"},
    "schema": {"schema", "sign_in", "monitoring", "domain", "graph"},
    "backtest": {"backtest", "loaders", "domain", "graph"},
    "cli": {"cli", "backtest", "loaders", "schema", "sign_in", "monitoring", "domain", "graph"},
}
READ = {"jurisdiction", "adjacency", "readers"}
PIPELINE = {*READ, "resolver", "pipeline"}
BUNDLED = {*PIPELINE, "sources", "bundled"}
LOADERS = {
    "jurisdiction": set[str](),
    "adjacency": set[str](),
    "own_jurisdictions": {"jurisdiction"},
    "readers": {"readers"},
    "resolver": {*READ, "resolver"},
    "pipeline": PIPELINE,
    "sources": {*PIPELINE, "sources"},
    "bundled": BUNDLED,
    "similarity": {*PIPELINE, "similarity"},
    "generate": {*BUNDLED, "generate"},
    "output_folder": set[str](),
    "export": {*BUNDLED, "output_folder", "export"},
    "research": {"output_folder", "research"},
    "api": {*BUNDLED, "own_jurisdictions", "api"},
}
"""What each room of loaders may import of the others."""


def test_every_room_of_loaders_imports_only_what_lies_below_it() -> None:
    rooms = {
        path.stem: [path] if path.suffix else list(path.rglob("*.py"))
        for path in (ROOT / "loaders").iterdir()
        if path.name not in ("__init__.py", "README.md", "__pycache__")
    }
    assert rooms.keys() == LOADERS.keys()
    strange = {
        f"{path.relative_to(ROOT)}: {name}"
        for room, paths in rooms.items()
        for path in paths
        for name in _imported(path)
        if name.startswith("loaders.") and name.split(".")[1] not in LOADERS[room]
    }
    assert strange == set()


def test_writing_rows_needs_no_numpy() -> None:
    """The service records requests, and starts without what only a load of files needs."""
    modules = _modules("loaders")
    reached, todo = set[str](), {"loaders.pipeline.writer", "loaders.sources.requests.record"}
    while todo:
        each = todo.pop()
        reached.add(each)
        todo |= (_imported(modules[each]) & modules.keys()) - reached
    assert "loaders.pipeline.target" in reached
    assert not [each for each in reached if any(n.startswith("numpy") for n in _imported(modules[each]))]


def test_no_room_of_the_command_imports_a_subcommand() -> None:
    subcommands = {name.partition(":")[0] for name in COMMANDS.values()}
    rooms = [path for path in (ROOT / "cli").rglob("*.py") if path.parent.name != "cli"]
    assert rooms
    assert {f"{path.parent.name}/{path.name}" for path in rooms if _imported(path) & subcommands} == set()


PLANNER = ("shape", "request", "cypher", "plan", "run")
"""Rooms of the planner, each with all that it may import before it."""


@pytest.mark.parametrize("package", KNOWS)
def test_a_package_imports_only_what_lies_below_it(package: str) -> None:
    strange = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / package).rglob("*.py")
        for name in _imported(path)
        if name.partition(".")[0] in KNOWS and name.partition(".")[0] not in KNOWS[package]
    }
    assert strange == set()


@pytest.mark.parametrize("room", PLANNER)
def test_a_room_of_the_planner_imports_only_what_lies_below_it(room: str) -> None:
    above = PLANNER[PLANNER.index(room) + 1 :]
    planner = ROOT / "schema" / "planner"
    files = [planner / "plan.py"] if room == "plan" else list((planner / room).rglob("*.py"))
    strange = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in files
        for name in _imported(path)
        if name.startswith("schema.planner.") and name.split(".")[2] in above
    }
    assert files
    assert strange == set()


def test_every_file_of_the_planner_is_in_a_room() -> None:
    planner = ROOT / "schema" / "planner"
    files = {path.relative_to(planner).parts[0].removesuffix(".py") for path in planner.rglob("*.py")}
    assert files == {*PLANNER, "__init__"}


def test_the_domain_imports_nothing_of_graph_but_its_errors() -> None:
    assert {
        name
        for path in (ROOT / "domain").rglob("*.py")
        for name in _imported(path)
        if name.partition(".")[0] == "graph" and not name.startswith("graph.errors")
    } == set()


@pytest.mark.parametrize("package", KNOWS)
def test_no_module_imports_itself_round_about(package: str) -> None:
    modules = _modules(package)
    # `from package import module` runs the module, and the package's door only on the way.
    imports = {
        name: {
            each
            for each in _imported(path) & modules.keys() - {name}
            if not any(other.startswith(f"{each}.") for other in _imported(path) & modules.keys())
        }
        for name, path in modules.items()
    }
    for name in modules:
        reached, todo = set[str](), set(imports[name])
        while todo:
            each = todo.pop()
            reached.add(each)
            todo |= imports[each] - reached
        # A package's own door may name its modules.
        assert name not in reached or modules[name].name == "__init__.py", f"{name} imports itself"


def _modules(package: str) -> dict[str, Path]:
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in (ROOT / package).rglob("*.py")
    }


def _imported(path: Path) -> set[str]:
    names = set[str]()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    return names
