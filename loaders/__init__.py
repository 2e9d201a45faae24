"""Brings data into the graph.

`readers` take rows out of files, `resolver` finds the jurisdiction that a name means, `pipeline` checks rows
of any source and writes them. `sources` are the kinds of data that files bring, `bundled` the data that come
with the program. `similarity` compares jurisdictions, `generate` makes synthetic logs, `export` writes import
files. README.md follows one row of a log through all of it.
"""
