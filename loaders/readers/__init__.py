"""Rows out of source files: CSV, JSON and Excel, plain or packed, through one door.

A file is unpacked into blocks of bytes (`packed`), these are decoded into pieces of text and lines (`text`),
and one of four readers takes rows out of them: `delimited`, `json_lines`, `json_array`, `workbook`. Each
takes what it needs and no more, so a file may be larger than the memory; only a workbook has a limit. What
cannot be read of a file that can is a `fault`.
"""

from loaders.readers.fault import Fault
from loaders.readers.kinds import ARCHIVE, SUFFIXES, kind_of, remedy_for
from loaders.readers.rows import raw_rows
from loaders.readers.side_files import is_side_file
from loaders.readers.text import ENCODINGS

__all__ = [
    "ARCHIVE",
    "ENCODINGS",
    "SUFFIXES",
    "Fault",
    "is_side_file",
    "kind_of",
    "raw_rows",
    "remedy_for",
]
