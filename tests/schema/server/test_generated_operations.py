"""Schemathesis generates operations for every root field of the schema; none is a failure of the service.

Part of `make fuzz`, which sets `SCHEMATHESIS` to the command and `FUZZ_EXAMPLES` to operations a field.
"""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path
from typing import Final

import pytest
from live import live

from graph.access import Access
from graph.settings import Settings
from schema.model import MODEL

COMMAND: Final = os.environ.get("SCHEMATHESIS", "").split()
EXAMPLES: Final = os.environ.get("FUZZ_EXAMPLES", "30")
SEED: Final = os.environ.get("SEED", "1")
ROOT_FIELDS: Final = sum(
    len(root.fields) for root in (MODEL.executable.query_type, MODEL.executable.mutation_type) if root
)
HOOKS: Final = Path(__file__).with_name("schemathesis_hooks.py")
OPTIONS: Final = (
    "--checks=every_error_has_a_reason",
    "--phases=fuzzing",
    "--suppress-health-check=all",
    "--warnings=off",
    "--no-color",
)


@pytest.mark.skipif(not COMMAND, reason="part of `make fuzz`")
@pytest.mark.parametrize("role", ["reader", "staff"])
async def test_no_generated_operation_fails(
    access: Access, settings: Settings, tmp_path: Path, role: str
) -> None:
    async with live(access, settings.model_copy(update={"role": role})) as url:
        process = await asyncio.create_subprocess_exec(
            *COMMAND,
            *("run", f"{url}/graphql", *OPTIONS, f"--max-examples={EXAMPLES}", f"--seed={SEED}"),
            cwd=tmp_path,
            env=os.environ | {"SCHEMATHESIS_HOOKS": str(HOOKS)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()
    [tested] = re.findall(r"Tested: (\d+)", said.decode())
    assert int(tested) == ROOT_FIELDS
