"""One figure of a report: where it is found in a row, and how people read it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Literal, cast

from babel.numbers import format_currency, format_decimal, format_percent

from console.pages.moments import when
from console.pages.wording import say

Kind = Literal["text", "agent", "count", "share", "seconds", "money", "moment", "day", "yes", "words"]
NOTHING = "–"
"""No data: not the same as none."""
Names = Mapping[str, str]
"""What people are called, by id."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """`path` leads to it: `handle_time.seconds` is the seconds of the row's `handle_time`, `reasons.busy` a count.

    Of the kind `agent` it is an id, and people read the name of whoever that is.
    """

    path: str
    kind: Kind

    @property
    def is_number(self) -> bool:
        return self.kind not in ("text", "agent", "moment", "day", "yes", "words")

    def of(self, row: Any) -> Any:
        found = row
        for name in self.path.split("."):
            found = found.get(name, 0) if isinstance(found, Mapping) else getattr(found, name, None)
        return found

    def told(self, row: Any, language: str, now: datetime) -> str:
        value = self.of(row)
        if value is None:
            return NOTHING
        return _TELLS[self.kind](value, language, now)

    def for_a_list(self, row: Any, language: str, names: Names) -> object:
        """As a spreadsheet has it: numbers as numbers, people by name."""
        value = self.of(row)
        if self.kind == "agent":
            return names.get(value, value)
        return value if isinstance(value, (int, float)) or value is None else _plain(value, language)


def columns(spelt: str) -> tuple[Column, ...]:
    """`agent:text missed:count`."""
    pairs = (each.partition(":") for each in spelt.split())
    return tuple(Column(path=path, kind=cast(Kind, kind)) for path, _, kind in pairs)


def _plain(value: Any, language: str) -> str:
    return str(getattr(value, language, value))


def _money(value: Any, language: str, now: datetime) -> str:
    try:
        return str(format_currency(Decimal(str(value)), "TRY", locale=language))
    except InvalidOperation:
        return str(value)


def _share(value: float, language: str, now: datetime) -> str:
    """`%77,8` in Turkish, `77.8%` in English."""
    return str(format_percent(value, "%#,##0.#" if language == "tr" else "#,##0.#%", locale=language))


def _minutes(value: float, language: str, now: datetime) -> str:
    whole = round(value)
    return (
        f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}" if whole >= 3600 else f"{whole // 60}:{whole % 60:02}"
    )


_TELLS: Mapping[str, Callable[[Any, str, datetime], str]] = {
    "text": lambda value, language, now: str(value),
    "agent": lambda value, language, now: str(value),
    "words": lambda value, language, now: _plain(value, language),
    "count": lambda value, language, now: str(format_decimal(value, locale=language)),
    "share": _share,
    "seconds": _minutes,
    "money": _money,
    "moment": lambda value, language, now: when(value, language, now),
    "day": lambda value, language, now: value.isoformat() if isinstance(value, date) else str(value),
    "yes": lambda value, language, now: say(language, "reports.yes" if value else "reports.no"),
}
