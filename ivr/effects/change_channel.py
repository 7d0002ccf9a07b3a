"""A caller goes on in writing or at a branch: written to at once where they are on record, and promised an answer.

Whoever has not proved who they are hears of nothing that was owed before: they are promised an answer of its own.
"""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from callbacks.noting import note
from cases.case import Case
from cases.opening import open_case
from escalations.asked import Request
from escalations.channel_change import ChannelChanged, ChannelRefused, Terms, change_channel, places_for
from escalations.deciding import decide
from ivr.effects.calling_back import number_of
from ivr.effects.naming import named
from ivr.language.channel import BETWEEN_PLACES, OPEN, GoOnElsewhere, OfferChannels
from ivr.language.move import Outcome
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.database import reading, writing
from records.errors import RecordsUnavailable

log = structlog.get_logger(__name__)

REASON = "goes_on_elsewhere"
"""Why a case was opened that began with this."""
CALLER = "caller"


@dataclass(frozen=True, kw_only=True)
class _GoesOn:
    changed: ChannelChanged
    customer: str | None
    proved: bool


def offer_channels(voice: VoiceBoard, talk: Talk, effect: OfferChannels) -> Outcome:
    """Only what can be written to now: nobody is offered an e-mail without an address on record."""
    with reading(voice.database) as session:
        case = _their_case(session, talk) or _new_one(talk)
        there = places_for(voice, session, case)
    return Outcome(way="offer", values={OPEN: BETWEEN_PLACES.join(there)}) if there else Outcome(way="none")


def go_on_elsewhere(voice: VoiceBoard, talk: Talk, effect: GoOnElsewhere) -> Outcome:
    """In the books and in the outbox first, then in words. Asked for again it is the same message and promise."""
    try:
        goes_on = _changed(voice, talk, effect)
    except ChannelRefused:
        return Outcome(way="not_taken")
    changed = goes_on.changed
    voice.jobs.send(changed.message)
    if effect.manager:
        _is_escalated(voice, talk, effect, goes_on)
    values = {"due": changed.due.isoformat(), **({"case": changed.reference} if goes_on.proved else {})}
    if talk.conversation.case == changed.reference:
        return Outcome(way="taken", values=values, progress=True)
    told = {"case": changed.reference, "customer": goes_on.customer}
    note(voice, "identified", talk.conversation.call, told, once=named(talk, "channel"))
    about = talk.conversation.about(changed.reference, goes_on.customer)
    return Outcome(way="taken", values=values, progress=True, changed=about)


def _changed(voice: VoiceBoard, talk: Talk, effect: GoOnElsewhere) -> _GoesOn:
    with writing(voice.database) as session:
        case = _their_case(session, talk) or open_case(
            session,
            call=talk.conversation.call,
            customer_id=_whose(talk),
            phone=number_of(talk),
            now=talk.now,
            new_id=voice.new_id,
            reason=REASON,
        )
        proved = _has_proved(talk, case)
        terms = Terms(what=effect.promise, within=timedelta(hours=effect.within_hours), knows=proved,
                      language=talk.conversation.language)  # fmt: skip
        changed = change_channel(voice, session, once=named(talk, "channel"), case_number=case.number,
                                 place=effect.place, by=CALLER, terms=terms)  # fmt: skip
        return _GoesOn(changed=changed, customer=case.customer_id, proved=proved)


def _their_case(session: Session, talk: Talk) -> Case | None:
    """The open case the call is about, where it is the caller's by their number or this call has opened it."""
    about, conversation = talk.conversation.case, talk.conversation
    case = session.get(Case, about) if about else None
    if case is None or case.status != "open":
        return None
    theirs = case.customer_id is not None and case.customer_id == conversation.customer
    return case if theirs or case.opened_by_call == conversation.call else None


def _new_one(talk: Talk) -> Case:
    """As it would be opened; it is written down once they choose."""
    return Case(number="", customer_id=_whose(talk), phone=number_of(talk))


def _whose(talk: Talk) -> str | None:
    """Who the call is with; else the one customer with this number, and nobody where it might be several."""
    known = talk.caller.customers
    return talk.conversation.customer or (known[0].id if len(known) == 1 else None)


def _has_proved(talk: Talk, case: Case) -> bool:
    return talk.conversation.verified and case.customer_id == talk.conversation.customer


def _is_escalated(voice: VoiceBoard, talk: Talk, effect: GoOnElsewhere, goes_on: _GoesOn) -> None:
    """What was promised stands whatever becomes of the record."""
    conversation = talk.conversation
    request = Request(
        once=f"flow:{named(talk, 'channel')}",
        trigger="caller_asked",
        by=CALLER,
        call=conversation.call,
        case_number=goes_on.changed.reference,
        customer_id=goes_on.customer,
        wants="channel",
        written=goes_on.changed.message,
    )
    try:
        decide(voice, request)
    except RecordsUnavailable as trouble:
        log.warning("escalation_not_on_record", call=conversation.call, why=str(trouble))
