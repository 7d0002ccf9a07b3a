"""What `sahip report` prints, as rows under Turkish or English headings."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Final, cast
from zoneinfo import ZoneInfo

from console.reports.agent_time import AgentTimeShown
from console.reports.hardship import CohortShown
from console.reports.missed_offers import MissedOffersShown
from console.reports.service_level import ServiceLevelShown

Row = dict[str, object]
STATES: Final = ("ready", "reserved", "talking", "wrap_up", "not_ready", "logged_out")
REASONS: Final = (
    "rejected", "no_answer", "busy", "unreachable", "agent_left", "dropped", "caller_gone", "not_rung", "other"
)  # fmt: skip
STOPPED: Final = ("disconnect", "dunning", "collection_call")
PARTIES: Final = ("caller", "agent", "network")


def level_rows(report: Sequence[ServiceLevelShown], zone: ZoneInfo, lang: str) -> list[Row]:
    return [_level_row(one, zone, lang) for one in report]


def legend(report: Sequence[ServiceLevelShown], lang: str) -> str:
    """The formulas by which the levels above were computed, and what their letters mean."""
    formulas = [f"{level.name} = {level.formula}" for one in report[:1] for level in one.levels]
    return word("legend", lang).format(formulas=" · ".join(formulas))


def agent_rows(report: Sequence[AgentTimeShown], lang: str) -> list[Row]:
    return [
        {
            word("agent", lang): one.agent,
            word("name", lang): one.name,
            word("handled", lang): one.handled,
            word("aht", lang): seconds(one.handle_time.seconds if one.handle_time else None, lang),
            word("occupancy", lang): share(one.occupancy, lang),
            **{word(state, lang): clock(one.seconds_in_state.get(state, 0.0)) for state in STATES},
            word("who_hung_up", lang): "/".join(str(one.hung_up_by.get(party, 0)) for party in PARTIES),
        }
        for one in report
    ]


def missed_rows(report: Sequence[MissedOffersShown], lang: str) -> list[Row]:
    return [
        {
            word("agent", lang): one.agent,
            word("missed", lang): one.missed,
            **{word(reason, lang): one.reasons.get(reason, 0) for reason in REASONS},
        }
        for one in report
    ]


def cohort_rows(report: Sequence[CohortShown], lang: str) -> list[Row]:
    return [
        {
            word("group", lang): word(f"group_{one.group}", lang),
            word("calls", lang): one.calls,
            word("answered", lang): one.answered,
            word("abandonment", lang): share(one.abandonment, lang),
            word("asa", lang): seconds(one.wait_seconds, lang),
            word("longest_wait", lang): seconds(one.longest_wait_seconds, lang),
            word("bounces", lang): one.bounces,
            word("promises_due", lang): one.promises_due,
            word("promises_kept", lang): share(one.promises_kept, lang),
            word("stopped", lang): "/".join(str(one.stopped[kind]) for kind in STOPPED) if one.stopped else "",
        }
        for one in report
    ]


def _level_row(one: ServiceLevelShown, zone: ZoneInfo, lang: str) -> Row:
    handle = one.handle_time.seconds if one.handle_time else None
    return {
        word("since", lang): moment(one.since, zone),
        word("queue", lang): one.queue,
        word("offered", lang): one.offered,
        word("answered", lang): one.answered,
        word("abandoned", lang): f"{one.abandoned} ({one.short_abandoned})",
        word("flowed_out", lang): one.flowed_out,
        word("callbacks", lang): one.callbacks,
        word("still_waiting", lang): one.still_waiting,
        word("target", lang): f"{one.target_level * 100:g}/{one.target_seconds:g}",
        **{level.name: share(level.level, lang) for level in one.levels},
        word("asa", lang): seconds(one.asa_seconds, lang),
        word("abandonment", lang): share(one.abandonment, lang),
        word("aht", lang): seconds(handle, lang),
        word("callback_level", lang): share(one.callback_level, lang),
    }


def share(part: float | None, lang: str) -> str:
    """A percentage as the language writes it, or that there is no data."""
    if part is None:
        return word("no_data", lang)
    number = f"{part * 100:.1f}"
    return f"%{number.replace('.', ',')}" if lang == "tr" else f"{number} %"


def seconds(length: float | None, lang: str) -> str:
    return word("no_data", lang) if length is None else f"{length:.0f} s"


def clock(length: float) -> str:
    """Hours, minutes and seconds."""
    minutes, rest = divmod(round(length), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"


def moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%m-%d %H:%M}"


def word(key: str, lang: str) -> str:
    return words(lang)[key]


@cache
def words(lang: str) -> dict[str, str]:
    """All of a language."""
    file = resources.files("engine") / "report_words" / f"{lang}.json"
    return cast(dict[str, str], json.loads(file.read_text(encoding="utf-8")))
