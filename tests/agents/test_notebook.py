"""docs/examples/three-questions.ipynb runs over GraphQL and Bolt, and its plots say what is synthetic."""

from __future__ import annotations

import json
from pathlib import Path

from uv_tool import NEEDS_UV, python

from graph.access import Access

NOTEBOOK = Path(__file__).parents[2] / "docs" / "examples" / "three-questions.ipynb"
PACKAGES = (
    "nbclient==0.10.2",
    "nbformat==5.10.4",
    "ipykernel",
    "pandas",
    "matplotlib",
    "httpx",
    "neo4j==6.4.1",
)
RUN = """
import sys, nbformat
from nbclient import NotebookClient
book = nbformat.read(sys.argv[1], as_version=4)
where = {"metadata": {"path": sys.argv[2]}}
NotebookClient(book, timeout=240, kernel_name="python3", resources=where).execute()
nbformat.write(book, sys.argv[3])
"""

pytestmark = NEEDS_UV


def test_both_forms_agree_and_every_plot_is_drawn(service: str, access: Access, tmp_path: Path) -> None:
    written = tmp_path / "written.ipynb"
    known = {
        "SERVICE_URL": service,
        "NEO4J_URI": access.uri,
        "NEO4J_PASSWORD": access.password,
        "MPLBACKEND": "agg",
    }
    python(PACKAGES, "-c", RUN, str(NOTEBOOK), str(NOTEBOOK.parent), str(written), timeout_s=500, **known)
    cells = json.loads(written.read_text(encoding="utf-8"))["cells"]
    assert [each["execution_count"] is not None for each in cells if each["cell_type"] == "code"] == [
        True
    ] * 4


def test_the_notebook_is_committed_without_results_and_marks_what_is_synthetic() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    codes = ["".join(each["source"]) for each in cells if each["cell_type"] == "code"]
    assert all(each["outputs"] == [] for each in cells if each["cell_type"] == "code")
    assert "SYNTHETIC" in codes[0]
    assert sum("set_title(title(" in code for code in codes) == 2
