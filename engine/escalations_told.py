"""What `sahip escalations` prints, as rows under Turkish or English headings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from console.api.escalations import EscalationShown, EscalationWhole
from console.wording import Told
from engine.report_told import Row
from escalations.explaining import decision_told
from escalations.in_words import said
from escalations.words import DECISIONS

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
            word("outcome", lang): outcome_word(one.outcome, lang),
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
    known = {"call": one.call, "reason": one.reason, "answered": one.answered_by}
    told = [f"{word(name, lang)}: {value}" for name, value in known.items() if value]
    if one.granted:
        told.append(f"{word('granted', lang)}: {way_word(one.granted, lang)}")
    if one.outcome:
        told.append(f"{word('outcome', lang)}: {outcome_word(one.outcome, lang)}")
    return told


def outcome_told(done: Mapping[str, Any], lang: str) -> list[str]:
    """What was written down, in sentences: what came of it, who learned it first, whose task the gap is."""
    lines = [said("cli", "written", outcome=said("report", done["outcome"])).spoken_in(lang)]
    if done["told_agent_at"]:
        lines.append(word("agent_knows", lang))
    if done["improvement_id"]:
        lines.append(said("cli", "task", id=done["improvement_id"]).spoken_in(lang))
    if done["departs_from"]:
        others = ", ".join(one[:SHORT] for one in done["departs_from"])
        lines.append(said("cli", "departs", others=others).spoken_in(lang))
    return lines


def outcome_word(outcome: str | None, lang: str) -> str:
    return said("report", outcome).spoken_in(lang) if outcome else NOTHING


def way_word(granted: str, lang: str) -> str:
    """How it was granted in the end."""
    told = decision_told(granted) if granted in DECISIONS else said("report", f"way_{granted}")
    return told.spoken_in(lang)


def word(key: str, lang: str) -> str:
    return said("cli", key).spoken_in(lang)


def in_language(told: Told, lang: str) -> str:
    return told.en if lang == "en" else told.tr


def moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%d.%m.%Y %H:%M}"
