"""Rows out of source files: CSV, JSON and Excel, plain or packed, through one door.

A file is unpacked into blocks of bytes (`packed`), these are decoded into pieces of text and lines (`text`),
and one of four readers takes rows out of them: `delimited`, `json_lines`, `json_array`, `workbook`. Each
takes what it needs and no more, so a file may be larger than the memory; only a workbook has a limit.
"""

from loaders.readers.rows import SUFFIXES, kind_of, raw_rows
from loaders.readers.text import ENCODINGS

__all__ = ["ENCODINGS", "SUFFIXES", "kind_of", "raw_rows"]
