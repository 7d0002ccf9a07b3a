"""A call comes in: who is it, where does the flow lead them, what do they hear."""

from callbacks.noting import note
from cases.caller_id import parse_caller_id
from cases.identification import Caller, identify
from ivr.conversation import Conversation, HangUp, Heard, Question, Turn, begin, hear
from ivr.flow import Flow, Reach
from ivr.incoming import Incoming
from ivr.reaching import caller_waits_for_a_person
from ivr.voice_board import VoiceBoard
from records.database import reading
from records.errors import RecordsUnavailable
from telephony.treatment import Document, Gather, Hangup, Say


def caller_arrives(voice: VoiceBoard, incoming: Incoming) -> Document:
    """The first request of a call: it is recorded, identified, and its flow begins."""
    name = voice.flow_for(incoming.fields.get("To", ""))
    flow, version = voice.flows.newest(name)
    caller = identified(voice, incoming)
    conversation = Conversation(
        call=incoming.call, flow=name, version=version, node=flow.start, language=language_of(caller, flow)
    )
    note_arrival(voice, incoming, caller, conversation)
    return spoken(voice, incoming, begin(flow, conversation, caller), caller)


def caller_answers(voice: VoiceBoard, incoming: Incoming) -> Document:
    """The caller pressed keys, or kept silent, at a question of the flow."""
    conversation = Conversation.carried(incoming.call, incoming.query)
    flow = voice.flows.pinned(conversation.flow, conversation.version)
    caller = identified(voice, incoming)
    heard = Heard(digits=incoming.fields.get("Digits", ""))
    return spoken(voice, incoming, hear(flow, conversation, heard, caller), caller)


def identified(voice: VoiceBoard, incoming: Incoming) -> Caller:
    """Who the number belongs to. With the records out of reach the caller is unknown, and goes on."""
    caller_id = parse_caller_id(incoming.fields.get("From", ""))
    try:
        with reading(voice.database) as session:
            return identify(session, caller_id)
    except RecordsUnavailable:
        return Caller(caller_id=caller_id)


def language_of(caller: Caller, flow: Flow) -> str:
    """The customer's language where one customer is known, the flow's otherwise."""
    languages = {customer.language or flow.language for customer in caller.customers}
    return languages.pop() if len(languages) == 1 else flow.language


def note_arrival(voice: VoiceBoard, incoming: Incoming, caller: Caller, conversation: Conversation) -> None:
    """The beginning of the call's record."""
    only = caller.customers[0].id if len(caller.customers) == 1 else None
    data = {
        "from": caller.caller_id.value,
        "from_kind": caller.caller_id.kind,
        "to": incoming.fields.get("To", ""),
        "customer": only,
        "customers": len(caller.customers),
        "language": conversation.language,
        "flow": conversation.flow,
        "version": conversation.version,
        "direction": incoming.fields.get("Direction", "inbound"),
    }
    note(voice, "arrived", incoming.call, data, once=incoming.call)


def spoken(voice: VoiceBoard, incoming: Incoming, turn: Turn, caller: Caller) -> Document:
    """A turn of the conversation as verbs."""
    conversation = turn.conversation
    note(voice, "visited", conversation.call, {"nodes": list(turn.visited)}, once=incoming.key())
    words = tuple(Say(said.text, said.language) for said in turn.spoken)
    match turn.then:
        case Question(prompt=prompt, most_digits=most_digits, seconds=seconds):
            action = voice.urls.flow(conversation.call, **conversation.query())
            children = (*words, Say(prompt.text, prompt.language))
            return (
                Gather(action=action, children=children, digits=most_digits, timeout=seconds, language=prompt.language),
            )
        case Reach() as reach:
            if conversation.customer or conversation.case:
                note(
                    voice,
                    "identified",
                    conversation.call,
                    {"customer": conversation.customer, "case": conversation.case},
                )
            return (*words, *caller_waits_for_a_person(voice, conversation, reach, caller))
        case HangUp():
            return (*words, Hangup())
