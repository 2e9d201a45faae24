"""`README.md` of an export: what it is, what it is not, how to read and to cite it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.program import NAME
from domain.release import AUTHORS, Release
from loaders.research.table_files import TableFiles

TEXT: Final = """\
# {release.name}

A knowledge graph of the {program} as tables: data version {release.version}, last changed on {release.day}.

**{release.about_requests}**

- Two of the fourteen current sites are in no public source that we found, and so in no table.
- Facts on sites are as old as their columns `…LastConfirmed` say.
- `SIMILAR_TO` holds the 25 most similar jurisdictions of all kinds and of the same kind. It is cut there, and
  not symmetric.
{confidential}
## Files

| file | what |
|---|---|
| `parquet/TABLE.parquet` | a table; types are kept, lists are lists |
| `csv/TABLE.csv.bz2` | the same as UTF-8 text with commas; lists joined by `;`, missing values empty |
| `dictionary.md`, `dictionary.csv` | each column: type, unit, values, missing values, source, license |
| `datapackage.json` | the same for programs ([Data Package 2.0](https://datapackage.org)) |
| `core.graphml` | for Gephi: sites, all that they are related to, and the jurisdictions that are named |
| `CITATION.cff` | how to cite this release |
| `NOTICE` | sources and their licenses |

A table is a label, with the column `key`, or a relationship type, with `fromKey` and `toKey`. Months are text
such as `2025-11`. A code has its title beside it: `urbanClass`, `urbanClassName`. In CSV a `;` within an item
of a list becomes `,`.

| table | rows | what a row is |
|---|---|---|
{tables}

## Read it

```python
import polars as pl

sites = pl.read_parquet("parquet/Site.parquet")
similar = pl.read_parquet("parquet/SIMILAR_TO.parquet")
```

```r
sites <- arrow::read_parquet("parquet/Site.parquet")
similar <- readr::read_csv("csv/SIMILAR_TO.csv.bz2")
```

R and pandas read `.csv.bz2` as it is. For Excel, SPSS and Stata unpack it first: `bunzip2 csv/*.bz2`, 7-Zip,
or a double click. polars and DuckDB read Parquet.

## Cite it

{authors}. *{release.name}*. {release.day.year}. Name the sources too whose terms ask for it: `NOTICE`.
"""
CONFIDENTIAL: Final = """\
- **It holds single requests**, so it is for staff. For a publication make one with `--without-requests`.
"""


def readme(release: Release, written: Sequence[TableFiles]) -> str:
    """The text of README.md."""
    return TEXT.format(
        release=release,
        program=NAME,
        authors=AUTHORS,
        confidential=CONFIDENTIAL if release.with_requests and release.requests else "",
        tables="\n".join(
            f"| `{each.table.name}` | {each.rows:,} | {each.table.description} |" for each in written
        ),
    )
