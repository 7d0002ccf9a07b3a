"""One question for all that may wait to be done: most of the time there is nothing, and to ask for each by itself costs
far more than the answers.

What may be there is an EXISTS whose moments are `at()`, the one at which it is asked, or `at(so much later)`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import reduce
from operator import add
from typing import Final

from sqlalchemy import BindParameter, ColumnElement, Engine, TextClause, bindparam, case, select, text
from sqlalchemy.dialects.postgresql.base import PGDialect
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

from records.database import AwareDateTime, one_look

Moment = datetime | BindParameter[datetime]

_AT: Final = "at_"
_EARLIER: Final = "minus_"
_MILLISECOND: Final = timedelta(milliseconds=1)
_DIALECTS: Final = {"sqlite": SQLiteDialect, "postgresql": PGDialect}


def at(later: timedelta = timedelta(0)) -> BindParameter[datetime]:
    """The moment of the question, or one so much later than that; earlier where it is negative."""
    milliseconds = later // _MILLISECOND
    return _moment(f"{_AT}{_EARLIER if milliseconds < 0 else ''}{abs(milliseconds)}")


@dataclass(frozen=True, eq=False)
class Question:
    """What may be there, by name. It is put into words once for each kind of database, and answered in one number, a
    bit for each name: either takes longer than to find it out."""

    of: Mapping[str, ColumnElement[bool]] = field(repr=False)
    _words: dict[str, TextClause] = field(default_factory=dict, init=False, repr=False)
    _moments: dict[str, timedelta] = field(default_factory=dict, init=False, repr=False)

    def asked(self, database: Engine, now: datetime) -> frozenset[str]:
        """The names of what is there. Raises RecordsUnavailable."""
        kind = database.dialect.name
        words = self._words[kind] if kind in self._words else self._put_into_words(kind)
        with one_look(database) as connection:
            found = connection.execute(words, {name: now + later for name, later in self._moments.items()}).scalar_one()
        return frozenset(name for bit, name in enumerate(self.of) if found >> bit & 1)

    def _put_into_words(self, kind: str) -> TextClause:
        bits = [case((there_is, 1 << bit), else_=0) for bit, there_is in enumerate(self.of.values())]
        dialect = _DIALECTS[kind](paramstyle="named")  # type: ignore[no-untyped-call]
        compiled = select(reduce(add, bits)).compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
        told = compiled.params
        self._moments.update((name, _later(name)) for name in told if name.startswith(_AT))
        moments = [_moment(name) for name in self._moments]
        others = {name: value for name, value in told.items() if name not in self._moments}
        words = self._words[kind] = text(str(compiled)).bindparams(*moments, **others)
        return words


def _moment(name: str) -> BindParameter[datetime]:
    return bindparam(name, None, type_=AwareDateTime())


def _later(name: str) -> timedelta:
    told = name.removeprefix(_AT)
    later = int(told.removeprefix(_EARLIER)) * _MILLISECOND
    return -later if told.startswith(_EARLIER) else later
