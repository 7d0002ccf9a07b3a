"""Whoever asked for a manager is called by one, and hears who that is."""

from dataclasses import replace
from typing import Final

from callbacks.dialler.supervisors import SUPERVISOR, lead_of_owner
from callbacks.dialler.wanted import CallbackWanted
from cases.case import Case
from escalations.in_words import said
from escalations.queue_plan import agents_on_duty
from ivr.voice_board import VoiceBoard
from records.database import reading
from staff.agent import names_of

CALLS: Final = "calls"


def by_a_lead(voice: VoiceBoard, wanted: CallbackWanted) -> CallbackWanted:
    """Of the managers' queue: the lead of whoever has the case, else the first on duty; else any lead."""
    if wanted.queue != voice.escalations.queue:
        return wanted
    with reading(voice.database) as session:
        case = session.get(Case, wanted.case_number) if wanted.case_number else None
        lead = lead_of_owner(session, case.owner_id) if case else None
    on_duty = agents_on_duty(voice, voice.clock()) or ()
    return replace(wanted, kind=SUPERVISOR, agent_id=lead or next(iter(on_duty), None), owner=False)


def who_calls(voice: VoiceBoard, agent_id: str | None, language: str) -> str:
    """The name, or that it is one of our managers; for whoever leads nobody the same."""
    with reading(voice.database) as session:
        name = names_of(session, [agent_id]).get(agent_id) if agent_id else None
    return name or said(CALLS, "one_of_us").spoken_in(language)
