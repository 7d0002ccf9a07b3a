"""How the cells of a spreadsheet are read: telephone numbers, dates and times, lists, levels, one word of several."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

import phonenumbers

from records.csv_file import plain
from records.errors import CellRefused
from records.excel_cells import day_of_number, number_as_written

DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
TIMES = ("", " %H:%M", " %H:%M:%S")
LANGUAGE_WORDS = {
    "türkçe": "tr",
    "turkish": "tr",
    "ingilizce": "en",
    "english": "en",
    "almanca": "de",
    "german": "de",
    "arapça": "ar",
    "arabic": "ar",
    "rusça": "ru",
    "russian": "ru",
    "fransızca": "fr",
    "french": "fr",
}
"""What people write for a language, in any case → its code."""
USUAL_NUMBER = re.compile(
    r"(?:\+90|0090|90|0)? ?\(?(5[0-9]{2}|[23][0-9]{2})\)?[ -]?([0-9]{3})[ -]?([0-9]{2})[ -]?([0-9]{2})"
)
"""How most numbers of a Turkish list are written. Reading them by the plan of all countries takes ten times as long,
and comes to the same: a test holds the two against each other."""
HIGHEST_LEVEL = 100
NO_SKILLS = frozenset({"and", "or", "not"})
"""Words of the expressions that ask for skills."""
END_OF_BUSINESS = time(18, 0)
"""What is promised for a day is due when the working day ends."""


def phone_cell(text: str, region: str = "TR") -> str:
    """`0532 123 45 67` is +905321234567: E.164, in `region` unless it has a country code.

    A zero that Excel has taken away is no loss: `5321234567` is the same number.
    """
    if region == "TR" and (usual := USUAL_NUMBER.fullmatch(text)):
        return "+90" + "".join(usual.groups())
    text = number_as_written(text)
    try:
        number = phonenumbers.parse(text.strip("'\""), region)
    except phonenumbers.NumberParseException:
        raise CellRefused(f"{text} is not a telephone number") from None
    if not phonenumbers.is_possible_number(number):
        raise CellRefused(f"{text} is not a telephone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def date_cell(text: str) -> date:
    """ISO, or as people write it here: 2026-11-27, 27.11.2026, 27/11/2026."""
    for form in DATES:
        if moment := _parsed(text.removesuffix(" 00:00:00").removesuffix(" 00:00"), form):
            return moment.date()
    _refuse_number_of_day(text)
    raise CellRefused(f"{text} is not a date such as 2026-11-27 or 27.11.2026")


def moment_cell(text: str, zone: ZoneInfo) -> datetime:
    """A date and time in the centre's zone unless it names its own; a date alone is the end of that working day."""
    _refuse_number_of_day(text)
    try:
        return _moment(text, zone).astimezone(UTC)
    except ValueError:
        raise CellRefused(f"{text} is not a time such as 2026-11-27 17:00 or 27.11.2026 17:00") from None


def _refuse_number_of_day(text: str) -> None:
    """Excel on a Mac may count from another day: it is told, and not guessed."""
    if day := day_of_number(text):
        raise CellRefused(f"{text} is Excel's number of a day, perhaps {day:%d.%m.%Y}: format the column as a date")


def _moment(text: str, zone: ZoneInfo) -> datetime:
    for form in (day + hour for hour in TIMES for day in DATES):
        if moment := _parsed(text, form):
            at = moment if "%H" in form else datetime.combine(moment.date(), END_OF_BUSINESS)
            return at.replace(tzinfo=zone)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(" ".join(text.split()), form).replace(tzinfo=UTC)
    except ValueError:
        return None


def word_cell(words: Mapping[str, str]) -> Callable[[str], str]:
    """One of some words in either language: what is written → what we call it."""
    return partial(_word, words)


def _word(words: Mapping[str, str], text: str) -> str:
    for word, meaning in words.items():
        if plain(word) == plain(text):
            return meaning
    raise CellRefused(f"{text} is none of {', '.join(words)}")


def languages_cell(text: str) -> list[str]:
    """`tr,en`, `tr en` or `Türkçe, İngilizce`: codes, each once."""
    return list(dict.fromkeys(_language(word) for word in re.split(r"[\s,;/]+", text) if word))


def spoken_cell(text: str) -> dict[str, int]:
    """`tr:100 en:60`, `Türkçe, İngilizce:60`: each language with its level, 1 to 100; 100 where none is written."""
    return dict(_spoken(word) for word in re.split(r"[\s,;/]+", text) if word)


def _spoken(word: str) -> tuple[str, int]:
    language, colon, level = word.partition(":")
    if colon and not (re.fullmatch(r"[0-9]{1,3}", level) and 1 <= int(level) <= HIGHEST_LEVEL):
        raise CellRefused(f"{word} is not a language with its level such as en:60")
    return _language(language), int(level) if colon else HIGHEST_LEVEL


def _language(word: str) -> str:
    if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", word.casefold()):
        return word.casefold()
    for name, code in LANGUAGE_WORDS.items():
        if plain(name) == plain(word):
            return code
    raise CellRefused(f"{word} is not a language such as tr or en")


def skills_cell(text: str) -> dict[str, int]:
    """`support:80 billing:40`: skills with their levels, 0 to 100."""
    return dict(_skill(part) for part in re.split(r"[\s,;]+", text) if part)


def _skill(part: str) -> tuple[str, int]:
    name, _, level = part.partition(":")
    if name in NO_SKILLS or name[:1].isnumeric():
        raise CellRefused(
            f"{part} is a skill no ring could ask for: a name begins with a letter, and is not and, or, not"
        )
    if not re.fullmatch(r"\w+", name) or not re.fullmatch(r"\d{1,3}", level) or int(level) > 100:
        raise CellRefused(f"{part} is not a skill with its level such as support:80")
    return name, int(level)
