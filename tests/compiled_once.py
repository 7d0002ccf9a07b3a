"""What every world of a test compiles anew though it never differs, compiled once for each process.

An application compiles its routes, an engine its statements: together the most of what a test's world costs.
"""

from copy import copy
from functools import cache
from typing import Any, ClassVar

from flask import Flask
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.util import LRUCache
from werkzeug.routing import Map, Rule, RuleFactory

STATEMENTS = 5000
"""More than all that our code asks, so that nothing is pushed out."""


def compile_once() -> None:
    """From now on, in this process."""
    Flask.url_map_class = MapMadeOnce
    _statements()


class MapMadeOnce(Map):
    """An application's rules; those of another that has the very same ones, where there is one in this process.

    A rule tells which view answers by name, so nothing of an application is in its map.
    """

    _made: ClassVar[dict[Any, Map]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._told: list[Rule] = []
        super().__init__(*args, **kwargs)

    def add(self, rulefactory: RuleFactory) -> None:
        self._told.extend(rulefactory.get_rules(self))
        self._remap = True

    def update(self) -> None:
        """Asked before every match: here it is learnt that all rules are there."""
        if not self._remap:
            return
        which = (*self._ways(), *(_what(rule) for rule in self._told))
        if which not in self._made:
            self._made[which] = self._make()
        made = self._made[which]
        self._matcher, self._rules_by_endpoint, self._remap = made._matcher, made._rules_by_endpoint, False

    def _ways(self) -> tuple[Any, ...]:
        """What a rule is compiled to depends on, and how the map is looked through."""
        return self.merge_slashes, self.strict_slashes, self.host_matching, tuple(self.converters.items())

    def _make(self) -> Map:
        made = Map(
            map(copy, self._told),
            merge_slashes=self.merge_slashes,
            strict_slashes=self.strict_slashes,
            host_matching=self.host_matching,
            converters=self.converters,
        )
        made.update()
        return made


def _what(rule: Rule) -> tuple[Any, ...]:
    """All that is said of a rule, as far as Flask can say it."""
    methods = frozenset(rule.methods or ())
    defaults = frozenset((rule.defaults or {}).items())
    ways = (rule.subdomain, rule.host, rule.strict_slashes, rule.merge_slashes, rule.build_only, rule.redirect_to)
    return rule.rule, rule.endpoint, methods, defaults, vars(rule)["provide_automatic_options"], *ways


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
