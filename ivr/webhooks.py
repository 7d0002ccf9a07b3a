"""Twilio's voice webhooks: check who asks, run one flow function, answer TwiML that was read back before it leaves."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Final

import structlog
from flask import Blueprint, Response, abort, g, request, send_from_directory
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from ivr.accepting_at_once import AcceptingAtOnce
from ivr.answering_once import answered_once
from ivr.arrival import caller_answers, caller_arrives
from ivr.callback_legs import (
    LANGUAGE,
    STAY,
    customer_answers,
    customer_left_the_room,
    customer_leg_moves,
    customer_may_return,
)
from ivr.callback_machine import answerer_is_told, machine_hears
from ivr.callback_room import agent_hears_a_word, alone_in_the_room
from ivr.declining import agent_tells_why
from ivr.desk import device_connects, device_leg_moves, device_of, offer_named
from ivr.errors import FlowUnknown
from ivr.flow_calls import called_person_answers, flow_leg_moves
from ivr.hold_music import held_by_the_agent
from ivr.incoming import Incoming, is_sid
from ivr.led_back import AGENT, CALLED, CUSTOMER, Failed, sorry, what_failed
from ivr.meeting import agent_answers, agent_comes_over, agent_presses_a_key
from ivr.parting import (
    agent_left_the_room,
    call_status_moves,
    caller_enters_the_room,
    caller_leaves_the_queue,
    caller_left_the_room,
    caller_may_return,
    leg_status_moves,
    room_changes,
)
from ivr.phrases import LANGUAGES
from ivr.reaching import small_number
from ivr.recorded import room_recording_moves
from ivr.recording import recording_moves
from ivr.signed_request import signed_request
from ivr.transfer_agent import held_in_the_room
from ivr.transfer_customer import customer_is_on_hold, customer_of_failed
from ivr.transfer_expert import EXPERT, expert_leg_moves
from ivr.transfer_menu import colleague_chooses, colleague_left_the_room
from ivr.transfer_room import colleague_comes_in
from ivr.transfer_wishes import customer_presses_a_key
from ivr.voice_board import VoiceBoard
from ivr.waiting import caller_waits_on
from ivr.waiting_wishes import caller_wishes
from routing.errors import FloorUnavailable
from routing.present_epoch import in_the_present_epoch
from routing.remembered import Remembered
from telephony.errors import TwimlInvalid
from telephony.treatment import Context, Document, Hangup, Pause, Redirect
from telephony.twiml import render, safe_document, twiml_allowed

log = structlog.get_logger(__name__)

MOST_FALLBACKS: Final = 3
"""How often a call whose document failed is led back to the start before we say that we cannot help."""
HELD: Final = "held"
MOST_HELD: Final = 5
"""How often an agent's leg is held for a floor that does not answer."""
HOLD_SECONDS: Final = 2
A_DAY: Final = 86_400

Answer = Callable[[Incoming], Document]
AtOnce = Callable[[Incoming], str | None]
"""The whole answer, kept already, or None where it has to be made."""


def voice_webhooks(voice: VoiceBoard, audio: Path) -> Blueprint:
    """Everything under `/voice`; `audio` is the folder of the centre's sound files."""
    edge = Blueprint("voice", __name__, url_prefix="/voice")

    @edge.before_request
    def only_twilio() -> None:
        if request.endpoint != "voice.sound":
            g.voice = voice.at_present()
            g.incoming = _of_this_call(signed_request(g.voice))

    edge.register_error_handler(Exception, _apology)
    _the_number(edge)
    _the_callers_leg(edge)
    _the_agents_leg(edge, AcceptingAtOnce(voice))
    _the_called_persons_leg(edge)
    _the_called_customers_leg(edge)
    _a_colleague_is_brought(edge)

    @edge.get("/audio/<name>")
    def sound(name: str) -> Response:
        return send_from_directory(audio, name, max_age=A_DAY)

    return edge


def _the_number(edge: Blueprint) -> None:
    """What the number itself is configured with at Twilio."""

    @edge.post("/inbound")
    def inbound() -> Response:
        return _document(_ours(), lambda incoming: caller_arrives(_ours(), incoming), arrives=True)

    @edge.post("/fallback")
    def fallback() -> Response:
        return _xml(_fallback(_ours(), g.incoming))

    @edge.post("/status")
    def status() -> Response:
        moves = device_leg_moves if device_of(g.incoming) else call_status_moves
        return _event(_ours(), lambda: moves(_ours(), g.incoming))


def _the_callers_leg(edge: Blueprint) -> None:
    pages: Mapping[str, Callable[[VoiceBoard, Incoming], Document]] = {
        "flow": caller_answers,
        "queue-exit": caller_leaves_the_queue,
        "room": caller_enters_the_room,
        "departure": caller_left_the_room,
        "return": caller_may_return,
    }

    def page(call: str, step: str) -> Response:
        return _document(_ours(), lambda incoming: pages[step](_ours(), incoming))

    for step in pages:
        edge.add_url_rule(f"/calls/<call>/{step}", step, partial(page, step=step), methods=["POST"])

    @edge.post("/calls/<call>/wait")
    def wait(call: str) -> Response:
        return _xml(_in_line(in_the_present_epoch(_ours().floor, lambda: caller_waits_on(_ours(), g.incoming))))

    @edge.post("/calls/<call>/wish")
    def wish(call: str) -> Response:
        def answer(_: Remembered) -> str:
            return _in_line(caller_wishes(_ours(), g.incoming))

        incoming: Incoming = g.incoming
        return _xml(
            in_the_present_epoch(_ours().floor, lambda: answered_once(_ours(), incoming.call, incoming.key(), answer))
        )

    @edge.post("/calls/<call>/recording-events")
    def recording_events(call: str) -> Response:
        return _event(_ours(), lambda: recording_moves(_ours(), g.incoming, call))

    @edge.post("/calls/<call>/room-recording")
    def room_recording(call: str) -> Response:
        return _event(_ours(), lambda: room_recording_moves(_ours(), g.incoming, call))

    @edge.post("/calls/<call>/room-events")
    def room_events(call: str) -> Response:
        return _event(_ours(), lambda: room_changes(_ours(), g.incoming, call))


def _the_agents_leg(edge: Blueprint, at_once: AcceptingAtOnce) -> None:
    pages: Mapping[str, Callable[[VoiceBoard, Incoming, str], Document]] = {
        "whisper": agent_answers,
        "acceptance": agent_presses_a_key,
        "refusal": agent_tells_why,
        "word": agent_hears_a_word,
        "departure": agent_left_the_room,
        "other-room": agent_comes_over,
        "colleague-room": colleague_comes_in,
        "colleague-departure": colleague_left_the_room,
    }

    def page(reservation: str, step: str) -> Response:
        def again(held: int) -> str:
            return f"{_ours().urls.whisper(reservation, g.incoming.query.get('attempt', ''))}&{HELD}={held}"

        def answer(asked: Incoming) -> Document:
            return pages[step](_ours(), asked, reservation)

        def kept(asked: Incoming) -> str | None:
            return at_once.answer(asked, reservation) if step == "acceptance" else None

        return _held_document(_ours(), answer, again, kept)

    for step in pages:
        edge.add_url_rule(
            f"/reservations/<reservation>/{step}", f"agent-{step}", partial(page, step=step), methods=["POST"]
        )

    @edge.post("/desk")
    def desk() -> Response:
        offer = offer_named(g.incoming)
        return _held_document(
            _ours(), partial(device_connects, _ours()), lambda held: _ours().urls.desk(offer, held=held)
        )

    @edge.post("/reservations/<reservation>/fallback")
    def agent_fallback(reservation: str) -> Response:
        door = _ours().urls.whisper(reservation, g.incoming.query.get("attempt", ""))
        failed = _led_back(_ours(), what_failed(_ours(), g.incoming, door=door, among=AGENT))

        def again(held: int) -> str:
            return f"{door}&{HELD}={held}"

        return _held_document(_ours(), lambda incoming: AGENT[failed.step](_ours(), incoming, reservation), again)

    @edge.post("/reservations/<reservation>/leg-status")
    def leg_status(reservation: str) -> Response:
        return _event(_ours(), lambda: leg_status_moves(_ours(), g.incoming, reservation))


def _the_called_persons_leg(edge: Blueprint) -> None:
    """Somebody we call so that they hear a flow."""

    @edge.post("/flow-calls/<flow_call>/answer")
    def flow_call_answer(flow_call: str) -> Response:
        return _document(_ours(), lambda incoming: called_person_answers(_ours(), incoming, flow_call))

    @edge.post("/flow-calls/<flow_call>/fallback")
    def flow_call_fallback(flow_call: str) -> Response:
        door = _ours().urls.flow_call(flow_call, g.incoming.query.get("attempt", ""))
        failed = _led_back(_ours(), what_failed(_ours(), g.incoming, door=door, among=CALLED))
        return _document(_ours(), lambda incoming: CALLED[failed.step](_ours(), incoming, flow_call))

    @edge.post("/flow-calls/<flow_call>/leg-status")
    def flow_call_status(flow_call: str) -> Response:
        return _event(_ours(), lambda: flow_leg_moves(_ours(), g.incoming))


def _the_called_customers_leg(edge: Blueprint) -> None:
    """Somebody we call back."""
    pages: Mapping[str, Callable[[VoiceBoard, Incoming, str], Document]] = {
        "answer": customer_answers,
        "departure": customer_left_the_room,
        "return": customer_may_return,
    }

    def page(callback: str, step: str) -> Response:
        return _document(_ours(), lambda incoming: pages[step](_ours(), incoming, callback))

    for step in pages:
        address = f"/callbacks/<callback>/{step}"
        edge.add_url_rule(address, f"callback-{step}", partial(page, step=step), methods=["POST"])

    @edge.post("/callbacks/<callback>/wait")
    def callback_wait(callback: str) -> Response:
        heard = in_the_present_epoch(_ours().floor, lambda: alone_in_the_room(_ours(), g.incoming, callback))
        return _xml(_heard_in(Context.ROOM, heard))

    @edge.post("/callbacks/<callback>/message")
    def callback_message(callback: str) -> Response:
        return _document(_ours(), lambda incoming: machine_hears(_ours(), incoming, callback))

    @edge.post("/callbacks/<callback>/answerer")
    def callback_answerer(callback: str) -> Response:
        return _event(_ours(), lambda: answerer_is_told(_ours(), g.incoming, callback))

    @edge.post("/callbacks/<callback>/fallback")
    def callback_fallback(callback: str) -> Response:
        asked = g.incoming.query
        known = {name: asked[name] for name in (STAY, LANGUAGE) if name in asked}
        door = _ours().urls.callback_answer(callback, asked.get("attempt", ""), **known)
        failed = _led_back(_ours(), what_failed(_ours(), g.incoming, door=door, among=CUSTOMER))
        return _document(_ours(), lambda incoming: CUSTOMER[failed.step](_ours(), incoming, callback))

    @edge.post("/callbacks/<callback>/leg-status")
    def callback_leg_status(callback: str) -> Response:
        return _event(_ours(), lambda: customer_leg_moves(_ours(), g.incoming, callback))


def _a_colleague_is_brought(edge: Blueprint) -> None:
    """What is heard meanwhile. Documents without a key write nothing down: asked twice, they say what is so then."""

    @edge.post("/transfers/<transfer>/customer")
    def transfer_customer(transfer: str) -> Response:
        heard = in_the_present_epoch(_ours().floor, lambda: customer_is_on_hold(_ours(), g.incoming, transfer))
        return _xml(render(heard))

    @edge.post("/transfers/<transfer>/wish")
    def transfer_wish(transfer: str) -> Response:
        return _document(_ours(), lambda incoming: customer_presses_a_key(_ours(), incoming, transfer))

    @edge.post("/transfers/<transfer>/menu")
    def transfer_menu(transfer: str) -> Response:
        return _document(_ours(), lambda incoming: colleague_chooses(_ours(), incoming, transfer))

    _an_expert_is_asked(edge)

    @edge.post("/hold/<conversation>")
    def hold(conversation: str) -> Response:
        return _xml(_heard_in(Context.ROOM, held_by_the_agent(_ours(), g.incoming, conversation)))

    @edge.post("/transfers/<transfer>/agent")
    def transfer_agent(transfer: str) -> Response:
        heard = in_the_present_epoch(_ours().floor, lambda: held_in_the_room(_ours(), g.incoming, transfer))
        return _xml(_heard_in(Context.ROOM, heard))


def _an_expert_is_asked(edge: Blueprint) -> None:
    """Somebody outside, by telephone."""

    def page(transfer: str, step: str) -> Response:
        return _document(_ours(), lambda incoming: EXPERT[step](_ours(), incoming, transfer))

    for step in EXPERT:
        edge.add_url_rule(f"/transfers/<transfer>/{step}", step, partial(page, step=step), methods=["POST"])

    @edge.post("/transfers/<transfer>/expert-fallback")
    def expert_fallback(transfer: str) -> Response:
        door = _ours().urls.expert(transfer, g.incoming.query.get("attempt", ""))
        failed = _led_back(_ours(), what_failed(_ours(), g.incoming, door=door, among=EXPERT))
        return _document(_ours(), lambda incoming: EXPERT[failed.step](_ours(), incoming, transfer))

    @edge.post("/transfers/<transfer>/expert-status")
    def expert_status(transfer: str) -> Response:
        return _event(_ours(), lambda: expert_leg_moves(_ours(), g.incoming, transfer))


def _ours() -> VoiceBoard:
    """Our board with the rules that are in force: one for a whole request."""
    voice: VoiceBoard = g.voice
    return voice


def _led_back(voice: VoiceBoard, failed: Failed) -> Failed:
    """The request that failed is the one at hand now. Should it fail again, a word of regret is ready."""
    g.sorry = render(sorry(voice, g.incoming))
    g.incoming = failed.incoming
    return failed


def _of_this_call(incoming: Incoming) -> Incoming:
    """A request about a call names it, and a path about a call names the same one; anything else is not ours."""
    named = (request.view_args or {}).get("call")
    if named is not None and not is_sid(named):
        abort(400)
    if request.endpoint in ("voice.room_events", "voice.room_recording", "voice.transfer_agent", "voice.hold"):
        return incoming  # events of the room itself name no leg, and events of a leg may name the agent's
    if not is_sid(incoming.call) or named not in (None, incoming.call):
        abort(400)
    return incoming


def _not_at_once(_: Incoming) -> None:
    return None


def _document(voice: VoiceBoard, answer: Answer, *, arrives: bool = False, at_once: AtOnce = _not_at_once) -> Response:
    """The end of a call may overtake its beginning: whoever `arrives` when it is over is not there any more."""
    incoming: Incoming = g.incoming

    def made(before: Remembered) -> str:
        return render((Hangup(),) if arrives and before.over else answer(incoming))

    def told() -> str:
        return at_once(incoming) or answered_once(voice, incoming.call, incoming.key(), made)

    return _xml(in_the_present_epoch(voice.floor, told))


def _in_line(document: Document) -> str:
    """A document that is heard inside Twilio's queue."""
    return _heard_in(Context.WAIT, document)


def _heard_in(context: Context, document: Document) -> str:
    if not twiml_allowed(document, context):
        raise TwimlInvalid(f"a verb that a document heard in a {context} may not have")
    return render(document)


def _held_document(
    voice: VoiceBoard, answer: Answer, again: Callable[[int], str], at_once: AtOnce = _not_at_once
) -> Response:
    """As for a caller; while the floor cannot be reached the agent is held, not lost. `again` is where they ask once
    more, held so often."""
    held = small_number(g.incoming.query.get(HELD))
    try:
        return _document(voice, answer, at_once=at_once)
    except FloorUnavailable:
        if held >= MOST_HELD:
            return _xml(render((Hangup(),)))
        return _xml(render((Pause(HOLD_SECONDS), Redirect(again(held + 1)))))


def _fallback(voice: VoiceBoard, incoming: Incoming) -> str:
    """A document of ours failed. The caller is led back to the start and keeps their place; no store is asked.

    A customer for whom a colleague is brought goes on with what is heard meanwhile.
    """
    code = incoming.fields.get("ErrorCode", "")
    log.error("document_failed", call=incoming.call, code=code, url=incoming.fields.get("ErrorUrl", ""))
    tries = small_number(incoming.query.get("tries"))
    if tries >= MOST_FALLBACKS or device_of(incoming):
        return safe_document()
    again = customer_of_failed(voice, incoming) or f"{voice.urls.public}/voice/inbound?tries={tries + 1}"
    words = tuple(voice.phrases.say("still_waiting", language) for language in LANGUAGES)
    return render((*words, Pause(HOLD_SECONDS), Redirect(again)))


def _event(voice: VoiceBoard, happen: Callable[[], None]) -> Response:
    """A status callback: its answer is ignored. What could not be kept is found again in Twilio's own lists."""
    try:
        in_the_present_epoch(voice.floor, happen)
    except FloorUnavailable as trouble:
        log.warning("event_not_kept", path=request.path, why=str(trouble))
    return Response(status=204)


def _apology(error: Exception) -> ResponseReturnValue:
    """The outermost edge of a webhook: whatever went wrong, the caller hears a sentence and not a canned error."""
    if isinstance(error, HTTPException):
        return error.get_response()
    if isinstance(error, FlowUnknown | FloorUnavailable):
        log.warning("webhook_degraded", path=request.path, why=str(error) or type(error).__name__)
    else:
        log.exception("webhook_failed", path=request.path)
    return _xml(g.get("sorry") or safe_document())


def _xml(document: str) -> Response:
    return Response(document, content_type="text/xml; charset=utf-8")
