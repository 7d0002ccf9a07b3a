"""What `sahip route explain` tells, by language."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from cases.civil_day import ZONE
from engine.errors import OrderRefused
from engine.hours_desk import YEARS
from ivr.call_explained import explain_past_call
from ivr.catalogue import catalogue
from ivr.explaining import explain_call
from ivr.incoming import is_sid
from ivr.voice_board import VoiceBoard
from records.call_record import call_record
from records.database import reading


def might_call(
    voice: VoiceBoard, phone: str, languages: Sequence[str], *, queue: str | None, at: datetime | None
) -> Mapping[str, list[str]]:
    """A call that has not come: now, or as if it were then. Who is signed in is who is signed in now.

    Raises OrderRefused for a queue the policy does not have, and for a year of another age.
    """
    if queue is not None and queue not in voice.policy.queues:
        raise OrderRefused(f"There is no queue {queue}: say one of {', '.join(voice.policy.queues)}.")
    if at is not None:
        if at.year not in YEARS:
            raise OrderRefused(f"--at {at}: a year between {YEARS[0]} and {YEARS[-1]}.")
        then = at.replace(tzinfo=ZONE)
        voice = replace(voice, clock=lambda: then)
    return {language: explain_call(voice, phone, language=language, queue=queue) for language in languages}


def call_told(voice: VoiceBoard, call: str, languages: Sequence[str]) -> Mapping[str, list[str]]:
    """A call that came, with the time of day before each sentence. Raises OrderRefused for one nobody knows."""
    with reading(voice.database) as session:
        if not is_sid(call) or call_record(session, call) is None:
            raise OrderRefused(f"No call {call!r} is on record: say the call's SID, as Twilio has it.")
        return {language: _timed(session, call, language) for language in languages}


def _timed(session: Session, call: str, language: str) -> list[str]:
    told = explain_past_call(session, call, language=language)
    lines = [f"{sentence.at.astimezone(ZONE):%H:%M:%S}  {sentence.text}" for sentence in told]
    words = catalogue("explanations", language)
    return [words["past_call"].format(call=call), *(lines or [words["nobody_waited_for"]])]
