"""How rows of any source are read, checked and written; knows no source."""
