"""What `sahip hardship` prints, in Turkish or English."""

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import cast

from cases.hardship import Hardship, Verdict

COLUMNS = ("id", "whose", "actions", "days", "debts", "reason", "ended")


def entry_rows(entries: Sequence[Hardship], lang: str) -> list[dict[str, object]]:
    return [dict(zip((word(column, lang) for column in COLUMNS), _cells(one, lang), strict=True)) for one in entries]


def entry_data(entry: Hardship) -> dict[str, object]:
    """Every column, as the API has it."""
    return {column.key: getattr(entry, column.key) for column in Hardship.__table__.columns} | {
        name: day.isoformat() if (day := getattr(entry, name)) else None
        for name in ("starts_on", "ends_on", "debts_from", "debts_until", "made_at", "ended_at")
    }


def verdict_data(verdict: Verdict) -> dict[str, object]:
    return {
        "answer": "yes" if verdict.allowed else "no",
        "known": verdict.known,
        "entry": entry_data(verdict.stop) if verdict.stop else None,
    }


def verdict_told(verdict: Verdict, lang: str) -> str:
    stop = verdict.stop
    if stop is None:
        return word("yes" if verdict.known else "yes_unknown", lang)
    key = "no_until" if stop.ends_on else "no"
    return word(key, lang).format(entry=stop.id, until=stop.ends_on, reason=stop.reason)


def _cells(entry: Hardship, lang: str) -> tuple[object, ...]:
    whose = " ".join(filter(None, (entry.customer_id, entry.phone, entry.subscriber)))
    actions = ", ".join(word(f"action_{action}", lang) for action in entry.actions)
    days = f"{entry.starts_on} … {entry.ends_on or ''}".strip()
    debts = f"{entry.debts_from or ''} … {entry.debts_until or ''}".strip() if _dated(entry) else word("all", lang)
    return entry.id, whose, actions, days, debts, entry.reason, entry.ended_at


def _dated(entry: Hardship) -> bool:
    return bool(entry.debts_from or entry.debts_until)


def word(key: str, lang: str) -> str:
    return words(lang)[key]


@cache
def words(lang: str) -> dict[str, str]:
    file = resources.files("engine") / "hardship_words" / f"{lang}.json"
    return cast(dict[str, str], json.loads(file.read_text(encoding="utf-8")))
