"""Who wants a person joins the line they asked for, unless a rule of the queue leads them elsewhere first."""

from dataclasses import dataclass, replace

from callbacks.dialler.rang_in import at_the_callbacks_place
from callbacks.old_place import back_at_the_old_place
from callbacks.place import Place
from cases.identification import Caller
from ivr.incoming import Incoming
from ivr.language.move import Reach
from ivr.queue_facts import facts_at_the_door
from ivr.talking.conversation import Conversation
from ivr.voice_board import VoiceBoard
from ivr.waiting_diversions import Led, led_by, to_the_default_queue
from ivr.waiting_line import plan_of, put_in_line
from routing.changed_plan import RING
from routing.errors import FloorUnavailable
from routing.plan import Plan


@dataclass(frozen=True, kw_only=True)
class Joined:
    """The caller's place; with a `flow` they hear that instead of waiting, and the place is kept for them."""

    place: Place
    flow: str = ""


def caller_joins(
    voice: VoiceBoard, incoming: Incoming, conversation: Conversation, reach: Reach, caller: Caller
) -> Joined:
    """Without a floor the place is in the caller's URLs, and the next wait document puts them on it."""
    place = _place(voice, conversation, reach, caller)
    try:
        if conversation.comes_back:
            put_in_line(voice, place, plan_of(voice, place, caller))
            return Joined(place=place)
        while led := _led_elsewhere(voice, incoming, place, caller):
            place = led.place
            if led.flow:
                return Joined(place=place, flow=led.flow)
    except FloorUnavailable:
        pass
    return Joined(place=place)


def _place(voice: VoiceBoard, conversation: Conversation, reach: Reach, caller: Caller) -> Place:
    """A new one, or that of a call that was cut off. Who had stepped out of a line has their old one, and on their own
    wish in the same queue too."""
    now = voice.clock()
    new = Place(
        call=conversation.call,
        queue=reach.queue,
        owner=reach.owner,
        since=now,
        language=conversation.language,
        customer=conversation.customer,
        case=conversation.case,
        skills=reach.skills,
        release=conversation.release,
    )
    if not conversation.line:
        return at_the_callbacks_place(voice, back_at_the_old_place(voice, new, caller))
    old = Place.read(conversation.call, conversation.line, now).once_more(now)
    if conversation.comes_back:
        return replace(old, language=new.language, customer=new.customer, case=new.case)
    return replace(new, since=old.since, round=old.round, choice=old.choice, diverted=old.diverted, told=old.told)


def _led_elsewhere(voice: VoiceBoard, incoming: Incoming, place: Place, caller: Caller) -> Led | None:
    """None: they stand in line now. Each rule leads a caller once, so this comes to an end."""
    queue, plan = voice.policy.queue(place.queue), plan_of(voice, place, caller)
    if not (queue.diversions or queue.most_waiting) or their_own_people_are_there(voice, plan):
        put_in_line(voice, place, plan)
        return None
    facts = facts_at_the_door(voice, incoming, queue)
    if led := led_by(voice, place, queue, facts):
        return led
    if put_in_line(voice, place, plan, most_waiting=queue.most_waiting):
        return None
    if led := led_by(voice, place, queue, facts | {"full": 1}):
        return led
    if queue.name != voice.policy.default_queue:
        return to_the_default_queue(voice, place, queue)
    put_in_line(voice, place, plan)  # it takes everybody: its callers would have nowhere to go
    return None


def their_own_people_are_there(voice: VoiceBoard, plan: Plan) -> bool:
    """Who waits for the owner of their case, or for who stands in, does not wait for the queue, nor go by its rules."""
    return any(step.why != RING and voice.floor.somebody_present(step.line) for step in plan.steps)
