"""What `sahip report escalations` and `sahip report listening` print, under Turkish or English headings."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from console.reports.escalations import EVERYTHING, EscalationFigures
from console.reports.listening import ListeningFigures
from engine.escalations_told import way_word
from engine.report_told import Row, share
from escalations.explaining import trigger_told
from escalations.in_words import said
from escalations.words import OUTCOMES

NOTHING = "-"


def escalation_figure_rows(report: Sequence[EscalationFigures], lang: str) -> list[Row]:
    return [
        {
            _word("trigger", lang): _trigger(one.trigger, lang),
            _word("asked", lang): one.asked,
            _word("granted", lang): _granted(one, lang),
            _word("open", lang): one.open,
            _word("answered", lang): one.answered,
            _word("soon", lang): _minutes(one.seconds_to_answer, lang),
            _word("soon_90", lang): _minutes(one.seconds_to_answer_90, lang),
            **{_word(name, lang): one.outcomes.get(name, 0) for name in OUTCOMES},
            _word("justified", lang): share(one.justified_rate, lang),
        }
        for one in report
    ]


def listening_rows(report: Sequence[ListeningFigures], zone: ZoneInfo, lang: str) -> list[Row]:
    return [
        {
            _word("who", lang): one.name,
            _word("role", lang): said("rota", f"rank_{one.role}").spoken_in(lang),
            _word("last", lang): f"{one.last_spoke_at.astimezone(zone):%d.%m.%Y %H:%M}" if one.last_spoke_at
            else _word("never", lang),
            _word("talks", lang): one.talks,
            _word("quota", lang): f"{one.lately}/{one.quota}" if one.quota else NOTHING,
            _word("below", lang): _word("yes", lang) if one.below else "",
            _word("next_duty", lang): f"{one.next_duty_at.astimezone(zone):%d.%m. %H:%M}" if one.next_duty_at
            else NOTHING,
        }
        for one in report
    ]  # fmt: skip


def _trigger(name: str, lang: str) -> str:
    return _word("all", lang) if name == EVERYTHING else trigger_told(name).spoken_in(lang)


def _granted(one: EscalationFigures, lang: str) -> str:
    """`a lead now 3, a lead calls back 2`."""
    told = [f"{way_word(way, lang)} {number}" for way, number in one.granted.items()]
    return ", ".join(told) or NOTHING


def _minutes(seconds: float | None, lang: str) -> str:
    return _word("minutes", lang).format(minutes=int(seconds // 60), seconds=int(seconds % 60)) if seconds else NOTHING


def _word(key: str, lang: str) -> str:
    return said("report", key, minutes="{minutes}", seconds="{seconds}").spoken_in(lang)
