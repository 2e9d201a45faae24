"""A session with an MCP server over standard input and output, as a language model's host has it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

PROTOCOL = "2025-03-26"


class McpSession:
    """Calls tools of the server, one after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._id = 0

    def tools(self) -> list[str]:
        """Names of its tools."""
        return [each["name"] for each in self._request("tools/list", {})["tools"]]

    def call(self, tool: str, **arguments: Any) -> tuple[str, bool]:
        """The text that a tool returns, and whether it is an error."""
        result = self._request("tools/call", {"name": tool, "arguments": arguments})
        return "".join(each.get("text", "") for each in result["content"]), bool(result.get("isError"))

    def _start(self) -> None:
        client = {"name": "test", "version": "1"}
        hello = {"protocolVersion": PROTOCOL, "capabilities": {}, "clientInfo": client}
        self._request("initialize", hello)
        self._send({"jsonrpc": "2.0", "method": "notifications/initialized"})

    def _request(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        self._id += 1
        self._send({"jsonrpc": "2.0", "id": self._id, "method": method, "params": params})
        assert self._process.stdout is not None
        for line in self._process.stdout:
            message = json.loads(line)
            if message.get("id") == self._id:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result
        raise AssertionError("the server ended")

    def _send(self, message: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message) + "\n")
        self._process.stdin.flush()


@contextmanager
def mcp_session(command: Sequence[str], environment: dict[str, str]) -> Iterator[McpSession]:
    """Starts the server and ends it with the block."""
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        session = McpSession(process)
        try:
            session._start()
            yield session
        finally:
            process.terminate()
