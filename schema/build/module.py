"""The module that generated Strawberry classes live in, so that they can refer to one another by name."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Mapping
from enum import Enum
from keyword import iskeyword
from types import ModuleType
from typing import Annotated, Any, Final

import strawberry

Fields = dict[str, tuple[Any, str]]
"""Type hint and description by GraphQL name."""
Reasons = Mapping[str, str]
"""Deprecation reasons by GraphQL name."""
NOT_DEPRECATED: Final[Reasons] = {}


class Module:
    """Makes classes and holds them by name; each name is made once."""

    def __init__(self, name: str) -> None:
        self._module = ModuleType(name, "Strawberry types made from the declarations of schema/types/.")
        sys.modules[name] = self._module

    def __contains__(self, name: str) -> bool:
        return hasattr(self._module, name)

    def keep(self, name: str, made: Any) -> Any:
        """Adds a class that was made elsewhere."""
        setattr(self._module, name, made)
        return made

    def lazy(self, name: str) -> Any:
        """A reference to a class that may be made later."""
        return Annotated[name, strawberry.lazy(self._module.__name__)]

    def object(
        self, name: str, description: str, fields: Fields, deprecated: Reasons = NOT_DEPRECATED
    ) -> Any:
        """An output type of plain fields."""
        return self.type(name, description, body(fields, deprecated))

    def type(self, name: str, description: str, namespace: dict[str, Any], *bases: type) -> Any:
        """An output type from a class body."""
        made = type(name, bases, namespace | {"__module__": self._module.__name__})
        return self.keep(name, strawberry.type(made, description=description))

    def interface(self, name: str, description: str, fields: Fields) -> Any:
        """An interface of plain fields."""
        made = type(name, (), body(fields) | {"__module__": self._module.__name__})
        return self.keep(name, strawberry.interface(made, description=description))

    def input(
        self,
        name: str,
        description: str,
        fields: Fields,
        deprecated: Reasons = NOT_DEPRECATED,
        *,
        one_of: bool = False,
    ) -> Any:
        """An input type with optional fields; with `one_of` exactly one of them is given."""
        namespace: dict[str, Any] = {"__annotations__": {}, "__module__": self._module.__name__}
        for graphql_name, (hint, text) in fields.items():
            name_here = _python_name(graphql_name)
            optional = hint if _requires(hint) else hint | None
            namespace["__annotations__"][name_here] = optional
            default: dict[str, Any] = {} if _requires(hint) else {"default": strawberry.UNSET}
            namespace[name_here] = strawberry.field(
                name=graphql_name,
                description=text,
                deprecation_reason=deprecated.get(graphql_name),
                **default,
            )
        made = type(name, (), namespace)
        return self.keep(name, strawberry.input(made, description=description, one_of=one_of))

    def enum(
        self,
        name: str,
        description: str,
        members: Mapping[str, str],
        deprecated: Reasons = NOT_DEPRECATED,
    ) -> Any:
        """An enum; descriptions by member."""
        values = {
            member: strawberry.enum_value(member, description=text, deprecation_reason=deprecated.get(member))
            for member, text in members.items()
        }
        described = Enum(name, values)  # type: ignore[misc]
        described.__module__ = self._module.__name__
        return self.keep(name, strawberry.enum(described, description=description))


def body(fields: Fields, deprecated: Reasons = NOT_DEPRECATED) -> dict[str, Any]:
    """A class body of plain fields."""
    hints = {name: hint for name, (hint, _) in fields.items()}
    return {"__annotations__": hints} | {
        name: strawberry.field(description=text, deprecation_reason=deprecated.get(name))
        for name, (_, text) in fields.items()
    }


class Required:
    """Marks a field of an input that must be given: `Annotated[float, Required]`."""


def _requires(hint: Any) -> bool:
    return Required in getattr(hint, "__metadata__", ())


def _python_name(name: str) -> str:
    """The name of an argument or input field in Python: `from` → `from_`."""
    return f"{name}_" if iskeyword(name) else name


def placeholder(name: str, arguments: Fields, defaults: Mapping[str, Any], result: Any) -> Any:
    """A resolver that only has a signature: Strawberry reads a field's arguments from it.

    The planner answers the field.
    """

    def resolver(**_: Any) -> Any:
        raise AssertionError(f"{name} is answered by the planner")

    parameters = [
        inspect.Parameter(
            _python_name(argument),
            inspect.Parameter.KEYWORD_ONLY,
            default=defaults.get(argument, inspect.Parameter.empty),
            annotation=Annotated[hint, strawberry.argument(name=argument, description=description)],
        )
        for argument, (hint, description) in arguments.items()
    ]
    resolver.__signature__ = inspect.Signature(parameters, return_annotation=result)  # type: ignore[attr-defined]
    resolver.__annotations__ = {p.name: p.annotation for p in parameters} | {"return": result}
    resolver.__name__ = name
    return resolver
