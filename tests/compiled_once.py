"""What every world of a test compiles anew though it never differs, compiled once for each process.

An application compiles its routes, an engine its statements: together the most of what a test's world costs.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

STATEMENTS = 5000
"""More than all that our code asks, so that nothing is pushed out."""


def compile_once() -> None:
    """From now on, in this process."""
    _routes()
    _statements()


def _routes() -> None:
    """How an address is built is code that depends on the text of its rule alone: converters are asked of the rule."""
    compiles = Rule._compile_builder
    known: dict[Any, Callable[..., tuple[str, str]]] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        if rule.defaults:
            return compiles(rule, append_unknown)
        key = (rule.rule, tuple(rule._trace), append_unknown)
        if key not in known:
            known[key] = compiles(rule, append_unknown)
        return known[key]

    Rule._compile_builder = once  # type: ignore[method-assign, assignment]


def _statements() -> None:
    """Engines of one kind share what they compiled: two dialects of a class are one to the caches."""
    DefaultDialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]
    DefaultDialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]
    event.listen(Engine, "engine_connect", _shares)


def _shares(connection: Connection) -> None:
    connection.engine._compiled_cache = _compiled()


@cache
def _compiled() -> LRUCache[Any, Any]:
    return LRUCache(STATEMENTS)
