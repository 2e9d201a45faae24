"""Options that several commands have."""

from __future__ import annotations

from typing import Annotated

import typer

from loaders.readers import ENCODINGS

AsJson = Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")]
Sheet = Annotated[str | None, typer.Option(help="Sheet of a workbook that has several.")]
Encoding = Annotated[
    str | None, typer.Option(help=f"{' or '.join(ENCODINGS)}; by default UTF-8, or what the file says.")
]
MostBad = Annotated[
    float | None,
    typer.Option(min=0, max=1, help="Stop a file when more than this share of its rows is bad."),
]
