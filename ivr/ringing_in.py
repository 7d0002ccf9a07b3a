"""Somebody rings in whom we were about to call: straight into the line, at their old place, or to whoever was to call.

The number may be anybody's: it routes, and tells no more than that we were just calling it.
"""

from typing import Final

from callbacks.dialler.held import RANG_IN
from callbacks.dialler.rang_in import ENDED, Owed, customer_rings_in
from callbacks.noting import note
from callbacks.place import Place
from cases.identification import Caller
from ivr.incoming import Incoming
from ivr.reaching import in_the_queue
from ivr.talking.conversation import Conversation
from ivr.voice_board import VoiceBoard
from ivr.waiting_line import plan_of
from routing.errors import EpochChanged, FloorUnavailable
from routing.moving import carry
from telephony.treatment import Document

ACCEPTED: Final = "accepted"


def caller_rings_in(voice: VoiceBoard, incoming: Incoming, conversation: Conversation, caller: Caller) -> Document:
    """Nothing for a caller who is owed no call just now: they hear the flow."""
    if not caller.tells:
        return ()
    known = {customer.id for customer in caller.customers} if len(caller.customers) == 1 else set()
    try:
        owed = customer_rings_in(voice, incoming.call, phone=caller.caller_id.value, customers=known)
        return _takes_over(voice, owed, conversation, caller) if owed else ()
    except EpochChanged:
        raise
    except FloorUnavailable:
        return ()  # what they are owed is held; their place is given to them where they join a line


def _takes_over(voice: VoiceBoard, owed: Owed, conversation: Conversation, caller: Caller) -> Document:
    place, call = _place(owed, conversation), conversation.call
    taken = voice.floor.caller_rings_in(
        str(owed.floor_call),
        call=call,
        plan=plan_of(voice, place, caller),
        ended=ENDED,
        now=voice.clock(),
        op=f"{call}:{RANG_IN}",
    )
    if not taken.moves.changed:
        return ()
    carry(voice, taken.moves)
    note(voice, "identified", call, {"customer": owed.customer_id, "case": owed.case_number})
    if taken.stage == ACCEPTED:
        voice.jobs.bring(call)
    elif taken.reservation is not None:
        voice.jobs.ring([taken.reservation])  # they may have been held undisturbed until the customer says hello
    rang = (voice.phrases.say("were_calling_you", place.language),) if taken.reservation or owed.leg else ()
    return (*rang, *in_the_queue(voice, place))


def _place(owed: Owed, conversation: Conversation) -> Place:
    return Place(
        call=conversation.call,
        queue=owed.queue,
        owner=owed.agent_id is not None,
        since=owed.place_at,
        language=owed.language,
        customer=owed.customer_id,
        case=owed.case_number,
        release=conversation.release,
    )
