"""The webhook of a night: one POST to an operator's address, which never changes how the night ends."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any, Final

import httpx2

from cli.night.result import NightResult
from cli.night.summary import night_summary
from graph.errors import SettingInvalid
from graph.settings import Settings, variable

TIMEOUT_S: Final = 5.0
PAUSES_S: Final = (1.0, 4.0)
"""Before the second and the third attempt."""
RETRIED: Final = frozenset({408, 425, 429})
"""Statuses, beside those from 500 on, after which another attempt may succeed."""
SERVER_ERROR: Final = 500


def webhook_of(settings: Settings) -> str | None:
    """The address of `LEARNING_SITES_WEBHOOK_URL`. Raises SettingInvalid, which does not show it."""
    if settings.webhook_url is None:
        return None
    url = settings.webhook_url.get_secret_value()
    if not url.startswith(("https://", "http://")):
        raise SettingInvalid(
            f"{variable('webhook_url')}: is not a URL; write one that begins with https:// or http://"
        )
    return url


def notify(url: str, night: NightResult) -> str | None:
    """Posts what a night came to; None, or why that failed, without the address."""
    body, problem = _body(night), "no attempt"
    for pause in (0.0, *PAUSES_S):
        time.sleep(pause)
        try:
            answer = httpx2.post(url, json=body, timeout=TIMEOUT_S)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            problem = type(error).__name__
            continue
        if answer.is_success:
            return None
        problem = f"status {answer.status_code}"
        if answer.status_code not in RETRIED and answer.status_code < SERVER_ERROR:
            break
    return problem


def _body(night: NightResult) -> dict[str, Any]:
    """The summary and numbers; no row, no path, nothing of the settings. Chats show the field `text`."""
    facts = night.facts()
    kept = ("schema", "exit_code", "started_at", "ended_at", "counts")
    error = facts["error"] and facts["error"]["code"]
    text = "\n".join([f"nightly failed: {error}."] * bool(error) + night_summary(night))
    folders = {
        str(night.folder),
        *(str(Path(each.quarantine).parent) for each in night.reports if each.quarantine),
    }
    for folder in folders:
        text = text.replace(f"{folder}/", "")
    return {"event": "nightly", "text": text, "error": error} | {name: facts[name] for name in kept}
