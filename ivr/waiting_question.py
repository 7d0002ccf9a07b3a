"""The owner of the caller's case is on another call: wait for them, be called by them, or whoever is free first?

Told and asked once, in the wait document: the caller is in line meanwhile and goes the moment somebody accepts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from callbacks.figures import owner_free_in
from callbacks.place import Place
from ivr.incoming import Incoming
from ivr.names import agent_name
from ivr.phrases import Phrases
from ivr.speech.forms import read
from ivr.voice_board import VoiceBoard
from ivr.waiting_asking import Asking
from ivr.waiting_promise import number_calling, offered_due
from ivr.waiting_words import about
from routing.call_on_floor import CallOnFloor
from routing.instants import from_ms, to_ms
from routing.lines import agent_line
from telephony.treatment import Say

ASKED: Final = "asked"
"""In the URL of the answer: when it was asked, in milliseconds. What was offered then is what is promised."""
CALLBACK: Final = "callback"


@dataclass(frozen=True, kw_only=True)
class Question:
    """`free_in` seconds the owner is expected to be free; None: nobody can tell. `due`: by when they would call, as
    words take it; empty: that is not offered.
    """

    owner: str
    free_in: float | None
    due: str = ""


def question_for(voice: VoiceBoard, place: Place, call: CallOnFloor) -> Question | None:
    """None unless the caller waits for their owner alone, who is busy for longer than people like to hold the line."""
    if place.choice or call.state != "waiting" or not call.owner or call.lines != (agent_line(call.owner),):
        return None
    free_in = owner_free_in(voice, call.owner)
    if free_in is not None and free_in <= voice.policy.ask_when_over_seconds:
        return None
    return Question(owner=call.owner, free_in=free_in)


def with_callback(
    voice: VoiceBoard, incoming: Incoming, place: Place, call: CallOnFloor, question: Question, now: datetime
) -> Question:
    """With the moment by which the owner would call: where policy says in how many hours, the queue has hours, and the
    caller a number we call."""
    hours, calling = voice.policy.owner_calls_within_hours, number_calling(incoming)
    if hours <= 0 or not calling or not voice.policy.queue(place.queue).hours:
        return question
    asking = Asking(phase="promised", at=now, hours=hours, owner=question.owner)
    return replace(question, due=offered_due(voice, incoming, place, call, asking) or "")


def asked_in_words(voice: VoiceBoard, question: Question, place: Place, now: datetime) -> Say:
    phrases, language = voice.phrases, place.language
    name = agent_name(voice, question.owner) or ""
    if question.free_in is None:
        busy = phrases.text("waiting_for_agent", language, agent=name)
    else:
        busy = phrases.text("agent_free_in", language, agent=name, wait=about(phrases, language, question.free_in))
    if question.due:
        choice = phrases.text("wait_or_callback", language, due=by_when(phrases, language, question.due, now))
    else:
        choice = phrases.text("wait_or_anybody", language)
    return phrases.saying(language, busy, choice)


def query_of(question: Question, now: datetime) -> dict[str, str]:
    """The question as its answer's URL tells it."""
    return {ASKED: str(to_ms(now)), **({CALLBACK: "1"} if question.due else {})}


def asked_at(query: Mapping[str, str]) -> datetime | None:
    try:
        return from_ms(query[ASKED])
    except (KeyError, ValueError, OverflowError):
        return None


def by_when(phrases: Phrases, language: str, due: str, now: datetime) -> str:
    """`by three thirty p.m.`, with the day where it is not today."""
    moment = datetime.fromisoformat(due)
    today = moment.date() == now.astimezone(moment.tzinfo).date()
    form, key = ("time_dative", "by_time") if today else ("moment_dative", "by_moment")
    return phrases.text(key, language, due=read(due, form, language).spoken)


def from_when(phrases: Phrases, language: str, begin: str, now: datetime) -> str:
    """`nine a.m.`, with the day where it is not today; in Turkish as what goes before `önce`."""
    moment = datetime.fromisoformat(begin)
    today = moment.date() == now.astimezone(moment.tzinfo).date()
    form, key = ("time_ablative", "from_time") if today else ("moment_ablative", "from_moment")
    return phrases.text(key, language, begin=read(begin, form, language).spoken)
