"""The owner of the caller's case is on another call: wait for them, be called by them, or whoever is free first?

Told and asked once, in the wait document: the caller is in line meanwhile and goes the moment somebody accepts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from callbacks.figures import owner_free_in
from callbacks.place import Place
from cases.identification import Caller
from ivr.effects.promise_callback import offer_callback, promise_callback
from ivr.language.callback import OfferCallback, PromiseCallback
from ivr.language.move import TROUBLE, Outcome
from ivr.names import agent_name
from ivr.performing import unless_in_trouble
from ivr.phrases import Phrases
from ivr.speech.forms import read
from ivr.talking.conversation import Conversation
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from ivr.waiting_words import about
from routing.call_on_floor import CallOnFloor
from routing.instants import from_ms, to_ms
from routing.lines import agent_line
from telephony.treatment import Say

ASKED: Final = "asked"
"""In the URL of the answer: when it was asked, in milliseconds. What was offered then is what is promised."""
CALLBACK: Final = "callback"
STEP: Final = "waiting"
"""Names the promise: asked for twice in one stay in line, it is one promise."""


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


def with_callback(voice: VoiceBoard, question: Question, place: Place, caller: Caller, now: datetime) -> Question:
    """With the moment by which the owner would call: where policy says in how many hours, the queue has hours, and the
    caller a number we call."""
    talk, hours = _talk(voice, place, caller, question.owner, now), voice.policy.queue(place.queue).hours
    within = voice.policy.owner_calls_within_hours
    if talk is None or not hours or within <= 0:
        return question
    effect = OfferCallback(hours=hours, within_hours=within)
    offered = unless_in_trouble(lambda: offer_callback(voice, talk, effect), effect, place.call)
    return replace(question, due=offered.values["due"]) if offered.way == "offer" else question


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


def promised(voice: VoiceBoard, place: Place, caller: Caller, owner: str, name: str, now: datetime) -> Outcome:
    """The promise that this agent calls, in the books, or `trouble`; `now` is when the caller was asked."""
    talk, queue = _talk(voice, place, caller, owner, now), voice.policy.queue(place.queue)
    if talk is None or not queue.hours:
        return Outcome(way=TROUBLE)
    effect = PromiseCallback(
        hours=queue.hours,
        within_hours=voice.policy.owner_calls_within_hours,
        queue=queue.name,
        owner=True,
        promise=voice.phrases.text("agent_calls_back", place.language, agent=name),
        phone=None,
    )
    return unless_in_trouble(lambda: promise_callback(voice, talk, effect), effect, place.call)


def by_when(phrases: Phrases, language: str, due: str, now: datetime) -> str:
    """`by three thirty p.m.`, with the day where it is not today."""
    moment = datetime.fromisoformat(due)
    today = moment.date() == now.astimezone(moment.tzinfo).date()
    form, key = ("time_dative", "by_time") if today else ("moment_dative", "by_moment")
    return phrases.text(key, language, due=read(due, form, language).spoken)


def _talk(voice: VoiceBoard, place: Place, caller: Caller, owner: str, now: datetime) -> Talk | None:
    """The conversation as nodes of a flow see it; None where the agent has no case of this caller."""
    cases = [case for case in caller.open_cases if case.owner_id == owner and place.case in (None, case.number)]
    if not cases:
        return None
    release = voice.flows.pinned(place.release)
    conversation = Conversation(
        call=place.call,
        release=place.release,
        flow=STEP,
        node=f"{STEP}{place.round}",
        language=place.language,
        customer=place.customer,
        case=cases[0].number,
    )
    return Talk(flow=next(iter(release.flows.values())), conversation=conversation, caller=caller, now=now)
