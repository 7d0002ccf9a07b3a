"""What `sahip staff` answers: in words for people, as data for programs."""

import json
import math
from functools import cache
from importlib import resources
from typing import Any, cast

from babel import Locale
from babel.numbers import format_decimal, format_percent

from console.reports.staffing_question import StaffingQuestion
from routing.erlang import Outlook
from routing.staffing import Target

Row = dict[str, object]
OFTEN = 0.9
"""The share of callers whose longest wait is told beside the mean, which few of them have."""


def staffing_data(question: StaffingQuestion) -> Row:
    """Everything, with shares between 0 and 1 and seconds; null for what has no end."""
    needed = question.needed()
    other = question.what_if()
    return {
        "calls": question.calls,
        "interval_seconds": question.interval_seconds,
        "handle_seconds": question.handle_seconds,
        "patience_seconds": question.patience_seconds,
        "erlangs": round(question.load.erlangs, 9),
        "model": "erlang_a" if question.patience_seconds else "erlang_c",
        "target": vars(question.target),
        "agents_needed": needed,
        "shrinkage": question.shrinkage,
        "rostered": question.rostered(),
        "table": [_data(row, question.target) for row in question.table()],
        "what_if": other and _other_data(other),
    }


def _other_data(other: StaffingQuestion) -> Row:
    [row] = [row for row in other.table() if row.agents == other.agents]
    return {"calls": other.calls, "agents_needed": other.needed(), **_data(row, other.target)}


def _data(row: Outlook, target: Target) -> Row:
    return {
        "agents": row.agents,
        "enough": target.kept_by(row),
        "wait_probability": row.wait_probability,
        "service_level": row.answered_within(target.within_seconds),
        "answer_seconds": _ended(row.answer_seconds),
        "wait_of_9_in_10_seconds": _ended(row.wait_of(OFTEN)),
        "occupancy": row.occupancy,
        "abandonment": row.abandonment,
    }


def _ended(seconds: float) -> float | None:
    return seconds if math.isfinite(seconds) else None


def staffing_sentences(question: StaffingQuestion, lang: str) -> list[str]:
    """What was asked, before the table."""
    asked = {
        "calls": number_told(question.calls, lang),
        "minutes": number_told(question.interval_seconds / 60, lang),
        "handle": number_told(question.handle_seconds, lang),
        "erlangs": number_told(question.load.erlangs, lang),
    }
    patience = number_told(question.patience_seconds or 0, lang)
    return [
        word("load", lang).format(**asked),
        word("erlang_a" if question.patience_seconds else "erlang_c", lang).format(patience=patience),
        word("target", lang).format(promises=", ".join(promises(question.target, lang))),
    ]


def promises(target: Target, lang: str) -> list[str]:
    promised = {
        "keep_service_level": target.service_level,
        "keep_answer": target.answer_seconds,
        "keep_occupancy": target.occupancy,
        "keep_abandonment": target.abandonment,
    }
    told = []
    for key, value in promised.items():
        if value is not None:
            seconds = value if key == "keep_answer" else target.within_seconds
            told.append(word(key, lang).format(share=share_told(value, lang), seconds=number_told(seconds, lang)))
    return told


def staffing_rows(question: StaffingQuestion, lang: str) -> list[Row]:
    needed = question.needed()
    return [_row(row, question, lang, needed=needed) for row in question.table()]


def _row(row: Outlook, question: StaffingQuestion, lang: str, *, needed: int) -> Row:
    within = question.target.within_seconds
    in_time = word("service_level", lang).format(seconds=number_told(within, lang))
    mark = "first" if row.agents == needed else "asked" if row.agents == question.agents else "mark"
    return {
        word("agents", lang): row.agents,
        word("waits", lang): share_told(row.wait_probability, lang),
        in_time: share_told(row.answered_within(within), lang),
        word("answer", lang): seconds_told(row.answer_seconds, lang),
        word("nine_in_ten", lang): seconds_told(row.wait_of(OFTEN), lang),
        word("occupancy", lang): share_told(row.occupancy, lang),
        word("abandonment", lang): share_told(row.abandonment, lang),
        " ": word(mark, lang),
    }


def staffing_answer(question: StaffingQuestion, lang: str) -> list[str]:
    """What follows from the table."""
    told = [word("needed", lang).format(agents=question.needed())]
    if question.shrinkage:
        share = share_told(question.shrinkage, lang)
        told.append(word("rostered", lang).format(share=share, agents=question.rostered()))
    return told


def what_if_told(other: StaffingQuestion, lang: str) -> str:
    calls = number_told(other.calls, lang)
    return word("what_if", lang).format(calls=calls, agents=other.agents, needed=other.needed())


def seconds_told(seconds: float, lang: str) -> str:
    if not math.isfinite(seconds):
        return word("forever", lang)
    return word("seconds", lang).format(seconds=format_decimal(seconds, "#,##0.0", locale=lang))


def share_told(share: float, lang: str) -> str:
    pattern = Locale(lang).percent_formats[None].pattern.replace("#,##0", "#,##0.0")
    return str(format_percent(share, pattern, locale=lang))


def number_told(value: float, lang: str) -> str:
    return str(format_decimal(value, "#,##0.##", locale=lang))


def word(key: str, lang: str) -> str:
    return cast(str, _words(lang)[key])


@cache
def _words(lang: str) -> dict[str, Any]:
    file = resources.files("engine") / "staff_words" / f"{lang}.json"
    return cast(dict[str, Any], json.loads(file.read_text(encoding="utf-8")))
