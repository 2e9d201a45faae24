"""Says what pip-audit found: `make audit`. It calls packages that it could not look up no vulnerability.

Exits with 0 where every package was looked up and none has a known vulnerability, 1 where one has, and 2
where packages could not be looked up.
"""

from __future__ import annotations

import json
import sys
from typing import Any

VULNERABLE, UNKNOWN = 1, 2


def summary(report: str) -> tuple[int, str]:
    """The exit code and the text for a report of pip-audit (`--format json`); it may be empty."""
    try:
        packages: list[dict[str, Any]] = json.loads(report)["dependencies"]
    except (ValueError, KeyError):
        return (
            UNKNOWN,
            "Not audited: pip-audit gave no report (is there a network?).",
        )
    lines = [
        f"{each['name']} {each['version']}: {found['id']}, fixed in: {', '.join(found['fix_versions'])}"
        for each in packages
        for found in each.get("vulns", ())
    ]
    skipped = [each["name"] for each in packages if "skip_reason" in each]
    if skipped:
        lines.append(
            f"Not audited: {len(skipped)} of {len(packages)} packages could not be looked up (is there a "
            f"network?), among them {', '.join(skipped[:3])}."
        )
    if len(lines) > bool(skipped):
        return VULNERABLE, "\n".join(lines)
    if skipped or not packages:
        return UNKNOWN, "\n".join(lines) or "Not audited: the report names no package."
    return 0, f"{len(packages)} packages, no known vulnerability."


if __name__ == "__main__":
    code, text = summary(sys.stdin.read())
    print(text, file=sys.stderr)  # noqa: T201
    sys.exit(code)
