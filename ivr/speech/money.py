"""Sums of lira and kuruş."""

from decimal import ROUND_HALF_UP, Decimal

from ivr.speech.catalogue import catalogue
from ivr.speech.numbers import cardinal, number_in, written_number
from ivr.speech.reading import Reading


def read_money(value: str, language: str) -> Reading | None:
    """`bin iki yüz elli lira elli kuruş`, written `1.250,50 lira`. The value is in lira; a third place is rounded."""
    number = number_in(value)
    if number is None:
        return None
    words = catalogue(language)
    lira, kurus = divmod(int(abs(number * 100).to_integral_value(ROUND_HALF_UP)), 100)
    spoken = [f"{cardinal(lira, language)} {words.lira}"] if lira or not kurus else []
    spoken += [f"{cardinal(kurus, language)} {words.kurus}"] if kurus else []
    minus = f"{words.minus} " if number < 0 and (lira or kurus) else ""
    exact = written_number(Decimal(lira), language)
    cents = f"{words.point_written}{kurus:02}" if kurus else ""
    written = f"{'-' if minus else ''}{exact}{cents} {words.lira}"
    return Reading(spoken=minus + " ".join(spoken), written=written)
