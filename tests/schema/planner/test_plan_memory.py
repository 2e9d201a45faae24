"""Parsed operations and plans take no more memory than their setting allows, however many documents come."""

from __future__ import annotations

import gc
import tracemalloc
from typing import cast

import pytest

from graph.database import Database
from graph.settings import Settings
from graph.viewer import Role
from schema.model import MODEL
from schema.planner.run.executor import Executor

pytestmark = pytest.mark.slow

MIB = 1 << 20
DOCUMENTS = {
    "many aliases": lambda n: (
        "{ sites { edges { node {" + " ".join(f"a{n}_{i}: key" for i in range(100)) + "} } } }"
    ),
    "many lists": lambda n: (
        "{ jurisdictions { edges { node {"
        + " ".join(f"a{n}_{i}: partOf(first: {i}) {{ key }}" for i in range(20))
        + "} } } }"
    ),
    "many conditions": lambda n: (
        "{ jurisdictions(where: {OR: ["
        + " ".join(f'{{name: {{contains: "{n}_{i}"}}}}' for i in range(100))
        + "]}) { totalCount } }"
    ),
    "a long statement": lambda n: (
        f'{{ a{n}: recommendSites(input: {{for: {{jurisdictionKey: "us-state:OH"}}}})'
        " { edges { node { score site { name } } } } }"
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_memory_is_that_of_the_setting(name: str) -> None:
    executor = Executor(MODEL, cast(Database, None), Settings(role=Role.STAFF, plan_cache_mb=4))

    def run(numbers: range) -> int:
        for number in numbers:
            operation = executor.operation(DOCUMENTS[name](number), None)
            plan, _ = executor.plan(operation, operation.variables.coerced({}))
            assert plan.strict is not None
            assert plan.loose is not None
        gc.collect()
        return tracemalloc.get_traced_memory()[0]

    run(range(1))
    tracemalloc.start()
    try:
        few = run(range(1, 15))
        many = run(range(15, 45))
    finally:
        tracemalloc.stop()
    assert many <= 1.5 * 4 * MIB
    assert few > MIB / 4  # it is a cache
