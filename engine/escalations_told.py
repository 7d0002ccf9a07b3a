"""What `sahip escalations` prints, as rows under Turkish or English headings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from console.api.escalations import EscalationShown, EscalationWhole
from console.wording import Told
from engine.report_told import Row
from escalations.in_words import said

SHORT: Final = 8
"""Letters of an id by which people name it."""
NOTHING: Final = "-"


def escalation_rows(found: Sequence[EscalationShown], zone: ZoneInfo, lang: str) -> list[Row]:
    return [
        {
            word("id", lang): one.id[:SHORT],
            word("asked", lang): moment(one.asked_at, zone),
            word("trigger", lang): in_language(one.trigger_told, lang),
            word("decision", lang): in_language(one.decision_told, lang),
            word("level", lang): one.level,
            word("case", lang): one.case_number or NOTHING,
            word("answered", lang): one.answered_by or NOTHING,
            word("outcome", lang): one.outcome or NOTHING,
        }
        for one in found
    ]


def summary(one: EscalationWhole, zone: ZoneInfo, lang: str) -> str:
    """What stands above the rules that were looked at."""
    told = {
        "at": moment(one.asked_at, zone),
        "trigger": in_language(one.trigger_told, lang),
        "decision": in_language(one.decision_told, lang),
        "level": one.level,
        "case": one.case_number or NOTHING,
    }
    return said("cli", "summary", **told).spoken_in(lang)


def facts(one: EscalationWhole, lang: str) -> list[str]:
    """What else is known of it, a line each."""
    known = {"call": one.call, "reason": one.reason, "answered": one.answered_by, "granted": one.granted,
             "outcome": one.outcome}  # fmt: skip
    return [f"{word(name, lang)}: {value}" for name, value in known.items() if value]


def word(key: str, lang: str) -> str:
    return said("cli", key).spoken_in(lang)


def in_language(told: Told, lang: str) -> str:
    return told.en if lang == "en" else told.tr


def moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d.%m.%Y %H:%M}"
