"""Holds a lease until it is killed."""

from __future__ import annotations

import asyncio
import sys

from cli.session import connected
from graph.database import Database
from graph.deadline import Deadline
from graph.lease import lease
from graph.settings import Settings


async def hold(database: Database, name: str, seconds: float) -> None:
    async with lease(database, name, Deadline.after(30), seconds=seconds):
        sys.stdout.write("holds\n")
        sys.stdout.flush()
        await asyncio.sleep(600)


with connected(Settings.read()) as session:
    session.run(hold(session.database, sys.argv[1], float(sys.argv[2])))
