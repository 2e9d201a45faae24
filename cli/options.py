"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

from loaders.readers import ENCODINGS

AsJson = Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")]
Sheet = Annotated[str | None, typer.Option(help="Sheet to read, if the workbook has several.")]
Encoding = Annotated[
    str | None,
    typer.Option(help=f"{' or '.join(ENCODINGS)}; default: that of the byte order mark, else UTF-8."),
]
MostBad = Annotated[
    float | None,
    typer.Option(min=0, max=1, help="Stop reading a file when more than this share of its rows is bad."),
]
