"""An agent's phone rings for a callback: whom they would call, which case, since when it is promised; three keys."""

from datetime import datetime, timedelta
from math import ceil
from typing import Final

from callbacks.callback import Callback
from callbacks.dialler.agent_side import agent_asks_for_a_moment, agent_hands_back, callback_offered
from callbacks.dialler.life import ON_THE_LINE
from cases.civil_day import ZONE, civil_day
from cases.customer import Customer
from ivr.voice_board import VoiceBoard
from records.database import reading
from records.errors import RecordsUnavailable
from routing.reservation import Reservation
from telephony.treatment import Document, Hangup, Say

MOMENT: Final = "2"
BACK: Final = "3"
LONGEST_NAME: Final = 24
A_MINUTE: Final = timedelta(minutes=1)
LAST_WORDS: Final = timedelta(seconds=8)
"""How long the agent's leg may be up to say what becomes of the callback."""


def callback_whispered(voice: VoiceBoard, floor_call: str, language: str) -> Say:
    """Without the records it is still told that it is a callback."""
    try:
        callback = callback_offered(voice, floor_call)
        name = _name(voice, callback) if callback else ""
    except RecordsUnavailable:
        callback, name = None, ""
    if callback is None:
        return voice.phrases.say("whisper_callback_unknown", language)
    if callback.state in ON_THE_LINE:
        return _who_waits(voice, callback, name, language)
    told = {"case": callback.case_number, "since": _clock_time(callback.made_at, voice.clock())}
    if not name:
        return voice.phrases.say("whisper_callback_case", language, **told)
    return voice.phrases.say("whisper_callback", language, customer=name, **told)


def _who_waits(voice: VoiceBoard, callback: Callback, name: str, language: str) -> Say:
    """We called them, and they hold the line: there is no time for more words than these."""
    if not name:
        return voice.phrases.say("whisper_on_the_line_case", language, case=callback.case_number)
    return voice.phrases.say("whisper_on_the_line", language, customer=name, case=callback.case_number)


def agent_puts_off(voice: VoiceBoard, reservation: Reservation, key: str, language: str) -> Document:
    if key == BACK:
        said = "callback_handed_back" if agent_hands_back(voice, reservation, stays=LAST_WORDS) else "caller_gone"
        return (voice.phrases.say(said, language), Hangup())
    match agent_asks_for_a_moment(voice, reservation, stays=LAST_WORDS):
        case "snoozed":
            minutes = ceil(voice.dialler.line.snooze / A_MINUTE)
            return (voice.phrases.say("callback_snoozed", language, minutes=minutes), Hangup())
        case "handed_back":
            return (voice.phrases.say("callback_not_snoozed", language), Hangup())
        case _:
            return (voice.phrases.say("caller_gone", language), Hangup())


def _name(voice: VoiceBoard, callback: Callback) -> str:
    if callback.customer_id is None:
        return ""
    with reading(voice.database) as session:
        customer = session.get(Customer, callback.customer_id)
    return ((customer.name if customer else None) or "")[:LONGEST_NAME]


def _clock_time(moment: datetime, now: datetime) -> str:
    """The hour, and the day where it was not today."""
    local = moment.astimezone(ZONE)
    return f"{local:%H:%M}" if civil_day(moment) == civil_day(now) else f"{local:%d.%m. %H:%M}"
