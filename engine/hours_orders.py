"""Orders about hours and crises given at the keyboard. What cannot be carried out is a sentence."""

from collections.abc import Iterable
from datetime import date

from engine.hours_desk import HoursDesk
from engine.hours_file import clock_minutes
from engine.ics_file import NamedDay
from hours.calendar import ALL_DAY, WHOLE_DAY, Minutes
from hours.closure import Closing, Closure, close_by_hand, reopen
from hours.crisis import Crisis, CrisisOrder, begin_crisis, end_crises
from hours.errors import ExpiryPassed
from hours.holiday import HALF_DAY, LONGEST_NAME
from hours.holiday_order import forget_holiday_order, order_holiday
from hours.region import Region, province_names
from records.database import writing

LONGEST_WORDS = 80
LONGEST_MESSAGE = 600


def close_now(desk: HoursDesk, closing: Closing) -> Closure:
    """Raises OrderRefused."""
    for words in (closing.reason_tr, closing.reason_en):
        _short_enough(desk, words, LONGEST_WORDS)
    try:
        with writing(desk.database) as session:
            return close_by_hand(session, closing, now=desk.clock())
    except ExpiryPassed:
        raise desk.refusal("over") from None


def reopen_now(desk: HoursDesk, name: str, *, author: str) -> bool:
    with writing(desk.database) as session:
        return reopen(session, name, author=author, now=desk.clock())


def change_holiday(
    desk: HoursDesk, day: date, *, kind: str, starts: str | None, names: tuple[str | None, str | None], author: str
) -> None:
    """Raises OrderRefused."""
    for words in names:
        _short_enough(desk, words, LONGEST_NAME)
    minutes = _minutes(desk, kind, starts)
    with writing(desk.database) as session:
        if kind != "as_calculated":
            order_holiday(session, day, names=names, minutes=minutes, author=author, now=desk.clock())
        else:
            forget_holiday_order(session, day, author=author, now=desk.clock())


def bring_in_holidays(desk: HoursDesk, days: Iterable[NamedDay], *, lang: str, author: str) -> None:
    """Each day is a holiday of that name; in the other language it is a public holiday."""
    with writing(desk.database) as session:
        for one in days:
            names = (one.name, None) if lang == "tr" else (None, one.name)
            order_holiday(session, one.day, names=names, minutes=ALL_DAY, author=author, now=desk.clock())


def begin_now(desk: HoursDesk, order: CrisisOrder) -> Crisis:
    """Raises OrderRefused."""
    for words in (order.message.tr, order.message.en):
        _short_enough(desk, words, LONGEST_MESSAGE)
    try:
        with writing(desk.database) as session:
            return begin_crisis(session, order, now=desk.clock())
    except ExpiryPassed:
        raise desk.refusal("over") from None


def end_now(desk: HoursDesk, only: int | None, *, author: str) -> list[int]:
    with writing(desk.database) as session:
        return end_crises(session, only, author=author, now=desk.clock())


def region_of(
    desk: HoursDesk, provinces: tuple[str, ...], prefixes: tuple[str, ...], numbers: tuple[str, ...], *, unplaced: bool
) -> Region:
    """Raises OrderRefused for what is no province and no beginning of a number."""
    for code in provinces:
        if code not in province_names():
            raise desk.refusal("province", written=code)
    for start in (*prefixes, *numbers):
        if not (start.startswith("+") and start[1:].isascii() and start[1:].isdigit()):
            raise desk.refusal("number", written=start)
    return Region(provinces=frozenset(provinces), prefixes=prefixes, numbers=frozenset(numbers), unplaced=unplaced)


def _minutes(desk: HoursDesk, kind: str, starts: str | None) -> Minutes | None:
    if starts is not None and kind != "half_day":
        raise desk.refusal("from")
    if kind != "half_day":
        return ALL_DAY if kind == "holiday" else None
    if starts is None:
        return HALF_DAY
    try:
        minutes = clock_minutes(starts)
    except ValueError:
        raise desk.refusal("time_of_day", written=starts) from None
    if minutes == WHOLE_DAY:
        raise desk.refusal("end_of_day", written=starts)
    return Minutes(start=minutes)


def _short_enough(desk: HoursDesk, words: str | None, most: int) -> None:
    if words is not None and not 0 < len(words) <= most:
        raise desk.refusal("letters", begins=words[:20], most=str(most))
