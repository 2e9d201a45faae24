"""Rows out of source files: CSV, JSON and Excel, plain or compressed.

A file is decompressed into blocks of bytes (`compressed`), these are decoded into pieces of text and lines
(`text`), and one of four readers takes rows out of them: `delimited`, `json_lines`, `json_array`, `workbook`.
A file may be larger than the memory; only a workbook has a limit. A row or cell that cannot be read is a
`fault`. `strict` reads files of our own.
"""

from loaders.readers.fault import Fault
from loaders.readers.file_order import file_order
from loaders.readers.kinds import ARCHIVE, SUFFIXES, kind_of, remedy_for
from loaders.readers.rows import raw_rows
from loaders.readers.side_files import is_side_file, side_file_kind
from loaders.readers.text import ENCODINGS

__all__ = [
    "ARCHIVE",
    "ENCODINGS",
    "SUFFIXES",
    "Fault",
    "file_order",
    "is_side_file",
    "kind_of",
    "raw_rows",
    "remedy_for",
    "side_file_kind",
]
