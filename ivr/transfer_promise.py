"""Nobody could come: the customer chooses whether they are called, or hears who calls and by when."""

from datetime import datetime
from typing import Final

import structlog

from callbacks.callback import Callback
from callbacks.dialler.wanted import CallbackRefused
from cases.civil_day import ZONE
from escalations.calling_back import lead_call_of, lead_call_offered
from escalations.transfer.transfer import Transfer
from ivr.names import agent_name
from ivr.transfer_hold import listening, with_music
from ivr.transfer_record import agent_is_there
from ivr.voice_board import VoiceBoard
from ivr.waiting_question import by_when
from records.database import reading
from telephony.treatment import Document, Hangup, Redirect, Say

log = structlog.get_logger(__name__)

CHOICE_SECONDS: Final = 4
"""Of silence after the question; then there is music, and a key is still heard."""


def asked_what_next(voice: VoiceBoard, transfer: Transfer, turn: int) -> Document:
    """Once; then music until it is decided, by them or by the clock: silence takes both a promise and the agent."""
    if turn > 0:
        return with_music(voice, transfer, turn)
    question = listening(voice, transfer, turn, (_question(voice, transfer),), seconds=CHOICE_SECONDS)
    return (question, Redirect(voice.urls.transfer_customer(transfer.id, n="1")))


def told_who_calls(voice: VoiceBoard, transfer: Transfer, turn: int) -> Document:
    """Then the call is over. Raises RecordsUnavailable."""
    told = who_calls(voice, transfer, named="agent_will_call", unnamed="lead_will_call")
    return (*told, voice.phrases.say("goodbye", transfer.language), Hangup())


def also_called(voice: VoiceBoard, transfer: Transfer) -> tuple[Say, ...]:
    """In a few seconds: the agent waits for them in the room and hears nothing. Raises RecordsUnavailable."""
    return who_calls(voice, transfer, named="agent_also_calls", unnamed="lead_also_calls")


def who_calls(voice: VoiceBoard, transfer: Transfer, *, named: str, unnamed: str) -> tuple[Say, ...]:
    """By name where it is known, and by when; nothing where no call is promised. Raises RecordsUnavailable."""
    language, callback = transfer.language, _callback(voice, transfer)
    if callback is None:
        return ()
    due = by_when(voice.phrases, language, told_here(callback.due_at), voice.clock())
    name = agent_name(voice, callback.agent_id) if callback.agent_id else None
    if name:
        return (voice.phrases.say(named, language, agent=name, due=due),)
    return (voice.phrases.say(unnamed, language, due=due),)


def told_here(moment: datetime) -> str:
    """To the minute, in the centre's zone, as words take it."""
    return moment.astimezone(ZONE).isoformat("T", "minutes")


def _question(voice: VoiceBoard, transfer: Transfer) -> Say:
    """Who would call is named, and by when. Raises RecordsUnavailable."""
    language = transfer.language
    calls = _who_would_call(voice, transfer)
    if not agent_is_there(voice, transfer):
        return voice.phrases.saying(language, calls)
    return voice.phrases.saying(language, calls, voice.phrases.text("transfer_choice_agent", language))


def _who_would_call(voice: VoiceBoard, transfer: Transfer) -> str:
    """Where we cannot call them, only that nobody comes."""
    language, wanted = transfer.language, lead_call_of(transfer)
    try:
        with reading(voice.database) as session:
            name, due = lead_call_offered(voice, session, wanted, by=transfer.later_by, at=transfer.later_at)
    except CallbackRefused as refused:
        log.warning("lead_call_not_offered", transfer=transfer.id, why=str(refused))
        return voice.phrases.text("transfer_nobody", language)
    told = by_when(voice.phrases, language, told_here(due), voice.clock())
    if name:
        return voice.phrases.text("transfer_choice_named", language, agent=name, due=told)
    return voice.phrases.text("transfer_choice", language, due=told)


def _callback(voice: VoiceBoard, transfer: Transfer) -> Callback | None:
    if transfer.callback_id is None:
        return None
    with reading(voice.database) as session:
        return session.get(Callback, transfer.callback_id)
