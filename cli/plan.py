"""`learning-sites schema plan`: the Cypher of an operation, and Neo4j's plan for it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Final

import orjson
import typer
from graphql import GraphQLError

from cli.exits import exit_on_error
from cli.session import connected
from graph.deadline import Deadline
from graph.errors import InvalidInput
from graph.settings import Settings
from graph.statements import Statement
from schema.model import MODEL
from schema.planner.request.invalid_operation import InvalidOperation
from schema.planner.run.executor import Executor

EXPLAIN_S: Final = 60.0
CLAUSE: Final = re.compile(
    r" (?=(?:COLLECT|COUNT|EXISTS|CALL|MATCH|UNWIND|WITH|WHERE|ORDER BY|RETURN)\b)|[{}]"
)


def plan_(
    query: Annotated[str, typer.Argument(help="GraphQL document, or path of a file with one.")],
    variables: Annotated[str, typer.Option("--variables", help="Variables as a JSON object.")] = "{}",
    operation: Annotated[
        str | None, typer.Option("--operation", help="Name of the operation, if the document has several.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show the Cypher of an operation, its parameters and cost, and Neo4j's plan for it."""
    with exit_on_error() as settings:
        planned = _planned(settings, _document(query), _variables(variables), operation)
        typer.echo(orjson.dumps(planned, option=orjson.OPT_INDENT_2, default=str) if json else _page(planned))


def _planned(settings: Settings, text: str, variables: Any, operation: str | None) -> dict[str, Any]:
    with connected(settings) as session:
        executor = Executor(MODEL, session.database, settings)
        try:
            valid = executor.operation(text, operation)
            plan, bound = executor.plan(valid, valid.variables.coerced(variables))
        except InvalidOperation as invalid:
            raise InvalidInput(str(invalid)) from None
        except GraphQLError as error:
            raise InvalidInput(error.message) from None
        if plan.errors:
            raise InvalidInput("; ".join(map(str, plan.errors)))
        if plan.statement is None:
            raise InvalidInput("The operation reads nothing from the graph, so it has no plan.")
        return {
            "cypher": readable(plan.statement.text),
            "parameters": bound.parameters,
            "cost": bound.cost,
            "plan": session.run(_explained(executor, plan.statement, bound.parameters)),
        }


async def _explained(executor: Executor, statement: Statement, parameters: dict[str, Any]) -> Any:
    return await executor.database.explain(statement, parameters, Deadline.after(EXPLAIN_S))


def _document(query: str) -> str:
    if "{" in query:
        return query
    try:
        return Path(query).read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidInput(
            f"{query} is neither a GraphQL document nor a readable file: {error.strerror}."
        ) from None
    except UnicodeDecodeError:
        raise InvalidInput(f"{query} is not UTF-8; save it as UTF-8.") from None


def _variables(text: str) -> dict[str, Any]:
    try:
        variables = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InvalidInput(f"--variables: not valid JSON: {error}.") from None
    if not isinstance(variables, dict):
        raise InvalidInput("--variables: expected a JSON object.")
    return variables


def _page(planned: dict[str, Any]) -> str:
    parameters = [
        f"  ${name} = {orjson.dumps(value, default=str).decode()}"
        for name, value in planned["parameters"].items()
    ]
    return "\n".join(
        [
            planned["cypher"],
            "\nParameters",
            *(parameters or ["  none"]),
            f"\nCost: {planned['cost']:,}",
            "\nPlan of Neo4j",
            *_operators(planned["plan"], 1),
        ]
    )


def _operators(operator: dict[str, Any], depth: int) -> list[str]:
    details = operator.get("args", {}).get("Details", "")
    line = f"{'  ' * depth}{operator['operatorType'].partition('@')[0]}  {details}".rstrip()
    return [line, *(each for child in operator.get("children", ()) for each in _operators(child, depth + 1))]


def readable(cypher: str) -> str:
    """The statement with a line for each clause, indented by its depth."""
    lines, depth, begin, within = [], 0, 0, 0
    for match in CLAUSE.finditer(cypher):
        if match[0] == " ":
            lines.append(f"{'  ' * within}{cypher[begin : match.start()].strip()}")
            begin, within = match.end(), depth
        else:
            depth += 1 if match[0] == "{" else -1
    lines.append(f"{'  ' * within}{cypher[begin:].strip()}")
    return "\n".join(line for line in lines if line.strip())
