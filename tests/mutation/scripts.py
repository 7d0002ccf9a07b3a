"""The floor's scripts with one of their files changed; or marked, so that they show which statements a test runs."""

from collections.abc import Mapping
from functools import cache

import routing.floor_wire
from routing.floor_scripts import WORDS, composed, sources, word_files
from tests.mutation.lua_source import Source, Span, read_lua

CHANNEL = "statement-run"
"""Where a marked script says what it runs: nothing that a test could find in the store."""
ENOUGH = 100_000
"""Rounds of all loops of one script. A mutant that goes round for ever would stop the store."""
HEAD = f"""local rounds_done = 0
local function goes_round()
  rounds_done = rounds_done + 1
  if rounds_done > {ENOUGH} then error("goes round for ever") end
  return true
end
local marked = {{}}
local function mark(statement)
  if not marked[statement] then redis.call("PUBLISH", "{CHANNEL}", statement) end
  marked[statement] = true
end
"""

Texts = Mapping[str, str]
"""Name of a file (`offer_fails`, `words/calls`) → its Lua."""


@cache
def lua_files() -> Texts:
    words = {f"words/{name}": text for name, text in zip(WORDS, word_files(), strict=True)}
    return {**sources(), **words}


def mutated(file: str, text: str) -> Texts:
    """Every loop of the changed file is bounded."""
    return {**lua_files(), file: bound_loops(text)}


def marked() -> Texts:
    return {name: mark_statements(name, bound_loops(text)) for name, text in lua_files().items()}


def use(texts: Texts) -> None:
    """Every floor made from now on in this process runs these, put together as the floor's wire puts them together."""
    words = tuple(texts[f"words/{name}"] for name in WORDS)
    same_words = words == word_files()

    @cache
    def scripts(numbers: tuple[str, ...]) -> dict[str, str]:
        changed = [name for name in sources() if not same_words or texts[name] != sources()[name]]
        return {**_shipped(numbers), **{name: HEAD + composed(texts[name], numbers, words) for name in changed}}

    def floor_scripts(constants: Mapping[str, int | bool]) -> dict[str, str]:
        return scripts(tuple(f"local {name} = {str(value).lower()}" for name, value in constants.items()))

    setattr(routing.floor_wire, "floor_scripts", floor_scripts)  # noqa: B010  # in this process, for its tests


@cache
def _shipped(numbers: tuple[str, ...]) -> dict[str, str]:
    return {name: composed(text, numbers) for name, text in sources().items()}


def bound_loops(text: str) -> str:
    source = read_lua(text)
    for span in sorted(source.of("loop"), key=lambda each: -each.start):
        old = text[span.start : span.end]
        new = f"({old}) or not goes_round()" if span.word == "until" else f"goes_round() and ({old})"
        text = text[: span.start] + new + text[span.end :]
    return text


def mark_statements(file: str, text: str) -> str:
    """Statements are known by their number in the file, whatever was put into it. A word begins with its `local`."""
    source = read_lua(text)
    for number, span in reversed(list(enumerate(statements(source)))):
        if span.function or span.word != "local":
            text = f'{text[: span.start]}mark("{file} {number}") {text[span.start :]}'
    return text


def statements(source: Source) -> list[Span]:
    return sorted(source.of("statement"), key=lambda span: (span.start, -span.end))


def statement_at(source: Source, place: int) -> int | None:
    """The number of the innermost statement around this place; None for what every script begins with."""
    around = [(span.start, number) for number, span in enumerate(statements(source)) if span.start <= place < span.end]
    _, number = max(around)
    span = statements(source)[number]
    return number if span.function or span.word != "local" else None
