"""The operations of a `.graphql` file."""

from __future__ import annotations

from pathlib import Path

from graphql import parse, print_ast
from graphql.language import OperationDefinitionNode


def operations(path: Path) -> dict[str, str]:
    """The text of each operation of a file by its name, in the order of the file."""
    found = {}
    for definition in parse(path.read_text(encoding="utf-8")).definitions:
        assert isinstance(definition, OperationDefinitionNode)
        assert definition.name is not None
        found[definition.name.value] = print_ast(definition)
    return found
