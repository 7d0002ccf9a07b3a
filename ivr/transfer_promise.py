"""Nobody could come: the customer chooses whether they are called, or hears who calls and by when."""

from datetime import datetime
from typing import Final

from callbacks.callback import Callback
from cases.civil_day import ZONE
from escalations.transfer.transfer import Transfer
from ivr.names import agent_name
from ivr.transfer_hold import listening, with_music
from ivr.transfer_record import agent_is_there
from ivr.voice_board import VoiceBoard
from ivr.waiting_question import by_when
from records.database import reading
from telephony.treatment import Document, Hangup, Redirect, Say

CHOICE_SECONDS: Final = 6
"""Of silence after the question."""


def asked_what_next(voice: VoiceBoard, transfer: Transfer, turn: int) -> Document:
    """Once; then music until it is decided, by them or by the clock: silence takes both a promise and the agent."""
    if turn > 0:
        return with_music(voice, transfer, turn)
    question = listening(voice, transfer, turn, (_question(voice, transfer),), seconds=CHOICE_SECONDS)
    return (question, Redirect(voice.urls.transfer_customer(transfer.id, n="1")))


def told_who_calls(voice: VoiceBoard, transfer: Transfer, turn: int) -> Document:
    """By name where it is known, and by when. Raises RecordsUnavailable."""
    language = transfer.language
    goodbye = voice.phrases.say("goodbye", language)
    callback = _callback(voice, transfer)
    if callback is None:
        return (goodbye, Hangup())
    due = by_when(voice.phrases, language, told_here(callback.due_at), voice.clock())
    name = agent_name(voice, callback.agent_id) if callback.agent_id else None
    if name:
        return (voice.phrases.say("agent_will_call", language, agent=name, due=due), goodbye, Hangup())
    return (voice.phrases.say("lead_will_call", language, due=due), goodbye, Hangup())


def told_here(moment: datetime) -> str:
    """To the minute, in the centre's zone, as words take it."""
    return moment.astimezone(ZONE).isoformat("T", "minutes")


def _question(voice: VoiceBoard, transfer: Transfer) -> Say:
    """Who said that they can later is named."""
    language = transfer.language
    name = agent_name(voice, transfer.later_by) if transfer.later_by else None
    calls = voice.phrases.text("transfer_choice_named" if name else "transfer_choice", language, **_named(name))
    if not agent_is_there(voice, transfer):
        return voice.phrases.saying(language, calls)
    return voice.phrases.saying(language, calls, voice.phrases.text("transfer_choice_agent", language))


def _named(name: str | None) -> dict[str, str]:
    return {"agent": name} if name else {}


def _callback(voice: VoiceBoard, transfer: Transfer) -> Callback | None:
    if transfer.callback_id is None:
        return None
    with reading(voice.database) as session:
        return session.get(Callback, transfer.callback_id)
