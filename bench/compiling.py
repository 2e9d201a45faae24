"""How long a new operation takes until it can run: parse, validate, plan, write Cypher, make the shape."""

from __future__ import annotations

from statistics import median, quantiles
from time import process_time
from typing import Final, NamedTuple

from bench.question import SIZES, TEXT
from cli.garbage_collection import tune_garbage_collection
from graph.access import Access
from graph.database import Database
from graph.settings import Settings
from schema.model import MODEL
from schema.planner.run.executor import Executor

TEXTS: Final = 50
WARM_UP: Final = 10


class Compiled(NamedTuple):
    """CPU milliseconds of new texts, and of a text that is known: look-up, variables, binding."""

    median: float
    high: float
    known: float


async def compiling(access: Access, settings: Settings) -> Compiled:
    """The question at size M under fifty names, each new to the executor. Nothing is asked of the graph."""
    tune_garbage_collection()
    async with Database.open(access, settings) as database:
        executor = Executor(MODEL, database, settings)
        texts = [TEXT.replace("Sites", f"Sites{number}", 1) for number in range(WARM_UP + TEXTS)]
        new = [_milliseconds(executor, text) for text in texts][WARM_UP:]
        known = [_milliseconds(executor, text) for text in texts][WARM_UP:]
    return Compiled(median(new), quantiles(new, n=20)[-1], median(known))


def _milliseconds(executor: Executor, text: str) -> float:
    _, sites, requests = SIZES[1]
    started = process_time()
    operation = executor.operation(text, None)
    planned, _ = executor.plan(operation, operation.variables.coerced({"sites": sites, "requests": requests}))
    assert planned.strict is not None
    return 1000 * (process_time() - started)
