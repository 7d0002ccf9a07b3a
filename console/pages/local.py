"""Amounts, languages, days and our own words as whoever looks reads them."""

from datetime import date
from decimal import Decimal
from typing import Final

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from cases.message import CODE_PLACE
from cases.update_cadence import UPDATE_WORDS, WHAT

HIDDEN: Final = "••••"


def lira(amount: Decimal | str, language: str) -> str:
    """`1.470,50 TL` in Turkish, `1,470.50 TL` in English."""
    return f"{format_decimal(Decimal(amount), '#,##0.00', locale=language)} TL"


def language_name(code: str, language: str) -> str:
    """`Türkçe` of `tr`; a code nobody knows as it is."""
    try:
        return Locale.parse(code).get_display_name(language) or code
    except (UnknownLocaleError, ValueError):
        return code


def civil(day: date, language: str) -> str:
    """`2 Şubat 2029`."""
    return str(format_date(day, "d MMMM y", locale=language))


def readable(text: str, language: str) -> str:
    """What was promised or written: a promise the centre made by itself is in both languages, and read in one; a code
    that was put in as the message left is not kept, and its place is dotted."""
    return text.replace(WHAT, UPDATE_WORDS[language]).replace(CODE_PLACE, HIDDEN)
