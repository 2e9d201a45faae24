"""Secrets from files: `NEO4J_PASSWORD_FILE` names a file that holds what `NEO4J_PASSWORD` would.

So containers and systemd hand over secrets, which an environment shows to every child process and in dumps.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from graph.errors import SettingInvalid

SUFFIX: Final = "_FILE"
MAX_BYTES: Final = 64 * 1024


class SecretFiles(PydanticBaseSettingsSource):
    """The secrets whose variable ends in `_FILE`; `variables` gives the names of a setting."""

    def __init__(self, settings: type[BaseSettings], variables: Callable[[str], list[str]]) -> None:
        super().__init__(settings)
        self._variables = variables

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The secret of one setting, or None. Raises SettingInvalid, which names the variable."""
        if not is_secret(field):
            return None, field_name, False
        for name in self._variables(field_name):
            if path := os.environ.get(f"{name}{SUFFIX}"):
                if os.environ.get(name):
                    raise SettingInvalid(f"{name}{SUFFIX}: set this or {name}, not both.")
                return _content(f"{name}{SUFFIX}", Path(path)), name, False
        return None, field_name, False

    def __call__(self) -> Mapping[str, Any]:  # type: ignore[override] # a dict
        """All secrets that a file holds, by the name of their variable."""
        return dict(self._found())

    def _found(self) -> Iterator[tuple[str, Any]]:
        for field_name, field in self.settings_cls.model_fields.items():
            value, _, _ = self.get_field_value(field, field_name)
            if value is not None:
                yield field_name, value


def is_secret(field: FieldInfo) -> bool:
    """True for a setting that is a secret."""
    return "SecretStr" in str(field.annotation)


def _content(variable: str, path: Path) -> SecretStr:
    """The text of a file without the newline at its end. Raises SettingInvalid."""
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1).decode()
    except OSError as error:
        raise SettingInvalid(f"{variable}: {path} cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise SettingInvalid(f"{variable}: {path} is not UTF-8 text.") from None
    text = text.removesuffix("\n").removesuffix("\r")
    if not text:
        raise SettingInvalid(f"{variable}: {path} is empty; write the secret into it.")
    if len(text) > MAX_BYTES or "\n" in text:
        raise SettingInvalid(f"{variable}: {path} has more than one line; it must hold the secret alone.")
    return SecretStr(text)
