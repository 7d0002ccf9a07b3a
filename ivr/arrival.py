"""A call comes in: who is it, where does the flow lead them, what do they hear."""

from dataclasses import replace

from callbacks.crm.elsewhere import with_owner_elsewhere
from callbacks.noting import note
from callbacks.place import Place
from cases.caller_id import parse_caller_id
from cases.identification import Caller, identify, is_stranger
from ivr.crisis_calls import crisis_of, flow_of, forewarned, overflowing
from ivr.incoming import UNKEPT, Incoming, is_sid
from ivr.joining import caller_joins
from ivr.language.flow import Flow
from ivr.language.move import Heard, Reach
from ivr.language.release import Release
from ivr.performing import performing
from ivr.reaching import in_the_queue, small_number
from ivr.retelling.known_caller import known_of
from ivr.retelling.remembered_turn import Answer, question_at, turn_told
from ivr.ringing_in import caller_rings_in
from ivr.talking.conversation import RELEASE, Conversation
from ivr.talking.interpreter import begin, hear
from ivr.talking.turn import Scene, Turn
from ivr.verbs import verbs_of
from ivr.voice_board import VoiceBoard
from records.database import one_look, reading
from records.errors import RecordsUnavailable
from routing.instants import to_ms
from telephony.treatment import Document


def caller_arrives(voice: VoiceBoard, incoming: Incoming) -> Document:
    """The first request of a call: it is recorded, identified, and its flow begins."""
    number = incoming.ours
    scene = scene_of(voice, incoming, voice.release_for(number))
    crisis = crisis_of(voice, scene)
    begun = beginning(incoming.call, flow_of(voice, scene, crisis), scene)
    conversation = replace(begun, language=voice.language_of_number.get(number, begun.language))
    note_arrival(voice, incoming, scene, conversation)
    if overtaken := caller_rings_in(voice, incoming, conversation, scene.caller):
        return overtaken
    return spoken(voice, incoming, forewarned(begin(scene, conversation), crisis), scene)


def caller_answers(voice: VoiceBoard, incoming: Incoming) -> Document:
    """The caller pressed keys or spoke, or kept silent, at a question of the flow."""
    conversation = Conversation.carried(incoming.call, incoming.query)
    scene = scene_of(voice, incoming, voice.flows.pinned(conversation.release))
    return spoken(voice, incoming, hear(scene, conversation, heard_in(incoming)), scene)


def scene_of(voice: VoiceBoard, incoming: Incoming, release: Release) -> Scene:
    caller = identified(voice, incoming)
    called = incoming.ours
    return Scene(release=release, caller=caller, now=voice.clock(), perform=performing(voice), number=called)


def beginning(call: str, name: str, scene: Scene) -> Conversation:
    """A caller at the start of this flow."""
    flow = scene.release.flows[name]
    return Conversation(
        call=call,
        release=scene.release.id,
        flow=name,
        node=flow.start,
        language=language_of(scene.caller, flow),
        since=to_ms(scene.now),
    )


def heard_in(incoming: Incoming) -> Heard:
    """The caller's answer, as the network understood it."""
    fields = incoming.fields
    return Heard(
        digits=fields.get("Digits", ""),
        speech=fields.get("SpeechResult", ""),
        confidence=_confidence(fields.get("Confidence", "")),
        recording=fields.get("RecordingSid", "") if is_sid(fields.get("RecordingSid", "")) else "",
        recorded_seconds=small_number(fields.get("RecordingDuration")),
    )


def answer_in(incoming: Incoming) -> Answer | None:
    """The same, with the question it answers; None for the first request of a call."""
    if RELEASE not in incoming.query:
        return None
    asked = Conversation.carried(incoming.call, incoming.query)
    return Answer(at=question_at(asked), heard=heard_in(incoming), secret=bool(incoming.query.get(UNKEPT)))


def _confidence(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0


def identified(voice: VoiceBoard, incoming: Incoming) -> Caller:
    """Who the number belongs to, and whose their matter is: by our records, else by the CRM, where there is one."""
    return with_owner_elsewhere(voice, _in_our_records(voice, incoming))


def _in_our_records(voice: VoiceBoard, incoming: Incoming) -> Caller:
    """With the records out of reach the caller is unknown, and goes on."""
    caller_id = parse_caller_id(incoming.party)
    if not Caller(caller_id=caller_id).tells:
        return Caller(caller_id=caller_id)
    try:
        with one_look(voice.database) as connection:
            if is_stranger(connection, caller_id, incoming.call):
                return Caller(caller_id=caller_id, stranger=True)
        with reading(voice.database) as session:
            return identify(session, caller_id)
    except RecordsUnavailable:
        return Caller(caller_id=caller_id)


def language_of(caller: Caller, flow: Flow) -> str:
    """The customer's language where one customer is known, the flow's otherwise."""
    languages = {customer.language or flow.language for customer in caller.customers}
    return languages.pop() if len(languages) == 1 else flow.language


def note_arrival(voice: VoiceBoard, incoming: Incoming, scene: Scene, conversation: Conversation) -> None:
    """The beginning of the call's record."""
    caller, crisis = scene.caller, crisis_of(voice, scene)
    only = caller.customers[0].id if len(caller.customers) == 1 else None
    data = {
        "from": caller.caller_id.value,
        "from_kind": caller.caller_id.kind,
        "to": incoming.ours,
        "customer": only,
        "customers": len(caller.customers),
        "language": conversation.language,
        "flow": conversation.flow,
        "version": scene.release.versions[conversation.flow],
        "release": scene.release.id,
        "known": known_of(caller),
        "direction": incoming.fields.get("Direction", "inbound"),
        **({"crisis": crisis.id} if crisis else {}),
    }
    note(voice, "arrived", incoming.call, data, once=incoming.call)


def begin_in(scene: Scene, place: Place, flow: str, *, comes_back: bool) -> Conversation:
    """A caller who stepped out of line at the start of this flow; where it is gone, of one that leads to a person."""
    flows = scene.release.flows
    name = flow if flow in flows else next(iter(flows))
    return replace(
        beginning(place.call, name, scene),
        language=place.language,
        customer=place.customer,
        case=place.case,
        line=place.written(),
        comes_back=comes_back,
    )


def caller_hears(voice: VoiceBoard, incoming: Incoming, scene: Scene, conversation: Conversation) -> Document:
    """A flow from its start, for somebody whose call began in another."""
    return spoken(voice, incoming, begin(scene, conversation), scene, of=conversation.flow)


def spoken(voice: VoiceBoard, incoming: Incoming, turn: Turn, scene: Scene, *, of: str = "") -> Document:
    """A turn of the conversation as verbs. `of` tells the turns apart that one request comes to."""
    conversation = turn.conversation
    answer = None if of else answer_in(incoming)
    note(voice, "visited", conversation.call, turn_told(turn, answer), once=f"{incoming.key()}{of}")
    verbs = verbs_of(voice.urls, turn)
    if not isinstance(turn.then, Reach):
        return verbs
    _note_identified(voice, conversation)
    wanted = overflowing(voice, turn.then, crisis_of(voice, scene))
    caller = replace(scene.caller, stranger=False) if turn.outcomes else scene.caller  # something may be on record now
    joined = caller_joins(voice, incoming, conversation, wanted, caller)
    if not joined.flow:
        return (*verbs, *in_the_queue(voice, joined.place))
    led = begin_in(scene, joined.place, joined.flow, comes_back=False)
    return (*verbs, *caller_hears(voice, incoming, scene, led))


def _note_identified(voice: VoiceBoard, conversation: Conversation) -> None:
    if conversation.customer or conversation.case:
        data = {"customer": conversation.customer, "case": conversation.case}
        note(voice, "identified", conversation.call, data)
