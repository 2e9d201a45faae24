"""The folder of an export: a compressed file for each table, and the arguments of neo4j-admin."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Self, TextIO

from loaders.export.table import BETWEEN_ITEMS, Line, Table
from loaders.output_folder import OutputFolder

ARGUMENTS: Final = "args"
"""The file that `neo4j-admin database import full DATABASE @args` reads, in the folder."""
LEVEL: Final = 1  # gzip: a line is written faster than it is made, and the files live for an hour


class Files:
    """Open files of tables; `counts` are nodes and relationships written so far.

    An import happens once, so an export is complete or absent: unless `finish` is called before the end of
    the block, the files are removed again.
    """

    def __init__(self, folder: Path) -> None:
        """Makes the folder. Raises as `OutputFolder`."""
        self.folder = OutputFolder(folder)
        self.counts = Counter[str]()
        self._open: dict[Table, TextIO] = {}
        self._stack = ExitStack()
        self._finished = False

    def put(self, lines: Iterable[Line]) -> None:
        """Writes lines, each into the file of its table. Raises InvalidInput when the disk refuses."""
        with self.folder.disk_errors():
            for table, text in lines:
                if (file := self._open.get(table)) is None:
                    file = self._begun(table)
                file.write(text)
                self.counts[table.option] += 1

    def finish(self) -> None:
        """Closes the files, then writes the arguments. Raises as `put`."""
        with self.folder.disk_errors():
            self._stack.close()
            arguments = [f"--array-delimiter=U+{ord(BETWEEN_ITEMS):04X}"]
            # Of a path without a folder neo4j-admin says that it has no parent.
            arguments += [f"--{each.option}={each.name}=./{_file_name(each)}" for each in self._open]
            (self.folder.path / ARGUMENTS).write_text("\n".join([*arguments, ""]), encoding="utf-8")
            self._finished = True

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            with self.folder.disk_errors():
                self._stack.close()
        finally:
            if not self._finished:
                self.folder.clear()

    def _begun(self, table: Table) -> TextIO:
        path = self.folder.path / _file_name(table)
        opened = gzip.open(path, "wt", compresslevel=LEVEL, encoding="utf-8", newline="\n")  # noqa: SIM115
        file = self._open[table] = self._stack.enter_context(opened)
        file.write(table.header)
        return file


def _file_name(table: Table) -> str:
    return f"{table.option}-{table.name}.csv.gz"
