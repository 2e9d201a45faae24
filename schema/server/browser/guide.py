"""The guide beside the editor: chapters in Markdown, as HTML for Neo4j Browser 5 and AsciiDoc for later ones.

`${name}` is the statement of that name in cypher/research/, or a value of this moment.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from string import Template
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from graph.statements import folder

RUNNABLE: Final = "cypher"
"""The language of a block that a reader may run."""
HEADINGS: Final = {"h1": "h3", "h2": "h4"}
"""Of a slide: larger ones fill half of it."""


class _Name(Template):
    """A name may have a folder: `${guide/one_site}`. Without braces it is a parameter of Cypher and stays."""

    idpattern = r"(?!)"
    braceidpattern = r"[a-z_0-9]+(?:/[a-z_0-9]+)?"


def chapters(values: Mapping[str, str]) -> list[str]:
    """The chapters as Markdown. `values`: `state` and `citation`, as text of Markdown."""
    statements = (*folder("research"), *folder("research/guide"))
    saved = {each.name.removeprefix("research/"): each.text for each in statements}
    questions = "\n\n".join(f"```{RUNNABLE}\n{each.text}\n```" for each in folder("research/questions"))
    return [_Name(text).safe_substitute(saved, **values, questions=questions) for text in _sources()]


def as_html(values: Mapping[str, str]) -> str:
    """One slide for each chapter, in the markup of Neo4j Browser 5's guides."""
    markdown = MarkdownIt("commonmark")
    markdown.add_render_rule("fence", _fence)
    slides = "".join(
        f'<slide class="row-fluid"><div class="col-sm-12">\n{_rendered(markdown, text)}</div></slide>\n'
        for text in chapters(values)
    )
    return (
        f'<article class="guide">\n<carousel class="deck container-fluid">\n{slides}</carousel>\n</article>\n'
    )


def _rendered(markdown: MarkdownIt, text: str) -> str:
    tokens = markdown.parse(text)
    for token in tokens:
        if token.tag in HEADINGS:
            token.tag = HEADINGS[token.tag]
    return str(markdown.renderer.render(tokens, markdown.options, {}))


def as_asciidoc(values: Mapping[str, str]) -> str:
    """A section for each chapter."""
    markdown = MarkdownIt("commonmark")
    sections = (_asciidoc(markdown.parse(text)) for text in chapters(values))
    return "= Learning sites graph\n\n" + "\n".join(sections)


@cache
def _sources() -> Sequence[str]:
    found = files("web").joinpath("pages", "guide").iterdir()
    return [each.read_text(encoding="utf-8") for each in sorted(found, key=lambda each: each.name)]


def _fence(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: object, env: object) -> str:
    del renderer, options, env
    kind = "code runnable" if tokens[index].info == RUNNABLE else "code"
    return f'<pre class="{kind}">{html.escape(tokens[index].content.rstrip())}</pre>\n'


def _asciidoc(tokens: Sequence[Token]) -> str:
    lines = list[str]()
    bullet = ""
    for number, token in enumerate(tokens):
        if token.type == "inline":
            above = tokens[number - 1]
            text = "".join(_inline(each) for each in token.children or ())
            mark = "=" * (int(above.tag[1]) + 1) + " " if above.type == "heading_open" else bullet
            lines.append(f"{mark}{text}" + ("" if above.hidden else "\n"))
        elif token.type == "fence":
            language = f"[source,{token.info}]\n" if token.info == RUNNABLE else ""
            lines.append(f"{language}----\n{token.content}----\n")
        elif token.type == "list_item_open":
            bullet = "* "
        elif token.type == "bullet_list_close":
            bullet = ""
            lines.append("")
    return "\n".join(lines)


_INLINE: Final[Mapping[str, Callable[[Token], str]]] = {
    "text": lambda token: token.content,
    "softbreak": lambda token: "\n",
    "code_inline": lambda token: f"`{token.content}`",
    "strong_open": lambda token: "*",
    "strong_close": lambda token: "*",
    "em_open": lambda token: "_",
    "em_close": lambda token: "_",
    "image": lambda token: f"image::{token.attrGet('src')}[{token.content}]",
}


def _inline(token: Token) -> str:
    return _INLINE[token.type](token)
