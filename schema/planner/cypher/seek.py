"""Predicates that seek the rows after a cursor, or before it."""

from __future__ import annotations

from schema.planner.cypher.key import Key


def past_cursor(keys: list[Key], values: list[str], *, before: bool) -> str:
    """The predicate for rows after the cursor with these values, or before it.

    Its first part lets an index find the position. The rest is a CASE on purpose: out of an OR, Neo4j would
    make a union of two seeks and read all rows past the cursor.
    """
    (first, value), *_ = pairs = _paired(keys, values)
    test = _past(pairs, before=before)
    if len(keys) == 1 or first.nullable:
        return test
    return f"{first.expression} {_sign(first, before=before)}= {value} AND {test}"


def past_cursor_by_seeks(keys: list[Key], values: list[str], *, before: bool, wanted: str) -> tuple[str, str]:
    """The same as two predicates, for a seek each: the first value equals the cursor's, or is past it.

    `past_cursor` reads all rows that share the first value with the cursor; these do not. The second finds
    nothing unless `wanted`, as nothing is greater than null.
    """
    (first, value), *rest = _paired(keys, values)
    same = f"{first.expression} = {value} AND {_past(rest, before=before)}"
    return same, f"{first.expression} {_sign(first, before=before)} CASE WHEN {wanted} THEN {value} END"


def _paired(keys: list[Key], values: list[str]) -> list[tuple[Key, str]]:
    return [(key, f"datetime({v})" if key.temporal else v) for key, v in zip(keys, values, strict=True)]


def _past(pairs: list[tuple[Key, str]], *, before: bool) -> str:
    (key, value), *rest = pairs
    at, sign = key.expression, _sign(key, before=before)
    if not rest and not key.nullable:
        return f"{at} {sign} {value}"
    same = _past(rest, before=before) if rest else "false"
    if not key.nullable:
        return f"CASE WHEN {at} {sign} {value} THEN true WHEN {at} = {value} THEN {same} ELSE false END"
    return (
        f"CASE WHEN {at} IS NULL AND {value} IS NULL THEN {same} "
        f"WHEN {at} IS NULL THEN {_boolean(not before)} WHEN {value} IS NULL THEN {_boolean(before)} "
        f"WHEN {at} {sign} {value} THEN true WHEN {at} = {value} THEN {same} ELSE false END"
    )


def _sign(key: Key, *, before: bool) -> str:
    return "<" if key.descending is not before else ">"


def _boolean(value: bool) -> str:
    return "true" if value else "false"
