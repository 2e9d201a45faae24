"""The packages that only this export needs: the extra `research` of pyproject.toml.

The other modules of this folder import them, so a caller checks here first.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from graph.errors import ExtraMissing

PACKAGES: Final = ("pyarrow", "networkx")


def check_packages() -> None:
    """Raises ExtraMissing without one of the packages."""
    if missing := [each for each in PACKAGES if find_spec(each) is None]:
        raise ExtraMissing(
            f"--for research needs {' and '.join(missing)}; install with `pip install {' '.join(missing)}` "
            "or the extra `research`."
        )
