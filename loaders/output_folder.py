"""A folder that a command fills: new or empty at first, complete or empty at the end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import InvalidInput


class OutputFolder:
    """The folder of the option `--to`."""

    def __init__(self, path: Path) -> None:
        """Makes the folder. Raises InvalidInput unless it is new, or empty and can be written."""
        self.path = path
        with self.disk_errors():
            path.mkdir(parents=True, exist_ok=True)
            if any(path.iterdir()):
                raise InvalidInput(f"--to: {path} is not empty; empty it, or name a new folder.")

    def clear(self) -> None:
        """Removes all that is in it. Raises InvalidInput."""
        with self.disk_errors():
            for each in self.path.iterdir():
                if each.is_dir():
                    shutil.rmtree(each)
                else:
                    each.unlink()

    @contextmanager
    def disk_errors(self) -> Iterator[None]:
        """Raises InvalidInput where the disk refuses."""
        try:
            yield
        except OSError as error:
            raise InvalidInput(
                f"--to: {self.path} cannot be written ({error.strerror or error}); free disk space, or "
                "name another folder."
            ) from error
