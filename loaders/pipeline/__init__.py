"""How rows of any source are read, checked and written; it imports no source.

`load_file` loads a file with a `file_ingest`: the `source_reader` gives cells by field (`headings`), the
`row_checker` checks them (`contract`, `privacy`, `placement`, `duplicates`), and `batch` writes what is good
by its `target` (`writer`, `deletion`). Bad rows go to the `quarantine`, the run into the `ledger`; `sweep`
deletes what a complete source no longer has.
"""
