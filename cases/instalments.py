"""How a debt is divided into instalments: by terms the centre has written down, never by bargaining."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The rules of what is offered; amounts in kuruş."""

    least_total: int
    most_total: int
    least_instalment: int
    most_instalments: int
    first_after_days: int
    every_days: int


@dataclass(frozen=True, kw_only=True)
class Instalment:
    due_on: date
    kurus: int


def instalments_for(kurus: int, terms: Terms, today: date, *, wish: int | None = None) -> tuple[Instalment, ...]:
    """As many instalments as the terms allow, equal but for the first, which bears what cannot be divided.

    `wish` asks for fewer. Empty: nothing is offered, the debt is too small or too great for it.
    """
    count = min(terms.most_instalments, kurus // terms.least_instalment, wish or terms.most_instalments)
    if not terms.least_total <= kurus <= terms.most_total or count < 2:
        return ()
    each, rest = divmod(kurus, count)
    first = today + timedelta(days=terms.first_after_days)
    days = [first + timedelta(days=terms.every_days * number) for number in range(count)]
    return tuple(Instalment(due_on=day, kurus=each + (rest if day == first else 0)) for day in days)
