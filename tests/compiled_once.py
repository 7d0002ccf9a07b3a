"""What every world of a test compiles anew though it never differs, compiled once for each process.

An application compiles its routes, an engine its statements: together the most of what a test's world costs.
"""

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
    """What a rule is compiled to depends on its text, its map's converters and how slashes are taken, and on its
    defaults: rules that have some are compiled each time."""
    compiles = Rule.compile
    known: dict[Any, Rule] = {}

    def once(rule: Rule) -> None:
        assert rule.map is not None
        if rule.defaults or rule.map.host_matching:
            compiles(rule)
            return
        key = (rule.rule, rule.subdomain, rule.merge_slashes, tuple(rule.map.converters.values()))
        if key not in known:
            compiles(rule)
            known[key] = rule
            return
        like = known[key]
        rule._parts, rule._trace, rule._converters = like._parts, like._trace, like._converters
        rule.arguments = set(like.arguments)
        rule._build = like._build.__func__.__get__(rule, None)  # type: ignore[attr-defined]
        rule._build_unknown = like._build_unknown.__func__.__get__(rule, None)  # type: ignore[attr-defined]

    Rule.compile = once  # type: ignore[method-assign, assignment]


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
