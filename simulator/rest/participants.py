"""/Conferences/{CF}/Participants: dial into a room, hold, mute, and remove."""

from typing import Any

from flask import Blueprint, Response

from simulator.amd import Detection
from simulator.announcing import announce, play_hold
from simulator.calls import leg_ends
from simulator.conference import Participant, Room, find_room, leave_room, room_named
from simulator.entrance import Entrance, Waiting, beep_when
from simulator.exchange import Exchange
from simulator.leg import Ask, Leg
from simulator.outbound import Order, create_participant
from simulator.participant_changes import end_on_exit, hold, modified, mute
from simulator.recordings.reporting import PARTICIPANT_EVENTS
from simulator.recordings.roomwide import FROM_START, record_from_start
from simulator.recordings.taping import record_leg
from simulator.rest import form, order_form
from simulator.rest.creating import create
from simulator.rest.errors import bad_request, not_found
from simulator.rest.paging import page_of
from simulator.rest.recording_forms import conference_order, recording_order
from simulator.room_wait import begin_waiting
from simulator.simulator import Simulator
from simulator.wire.dates import rfc2822
from simulator.wire.parameters import API_VERSION

ROOM_EVENTS = ("start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement")


def participants_api(sim: Simulator) -> Blueprint:
    api = Blueprint("participants", __name__)

    @api.post("/Conferences/<room>/Participants.json")
    def make(account: str, room: str) -> Response:
        with sim.exchange.kernel.lock:
            return create(sim, lambda: _dial_in(sim.exchange, room))

    @api.get("/Conferences/<room>/Participants.json")
    def index(account: str, room: str) -> dict[str, Any]:
        x = sim.exchange
        with x.kernel.lock:
            people = [] if (found := _room(x, room)).status == "completed" else found.participants
            return page_of("participants", people, lambda one: _participant_json(x, one))

    @api.get("/Conferences/<room>/Participants/<key>.json")
    def show(account: str, room: str, key: str) -> dict[str, Any]:
        with sim.exchange.kernel.lock:
            return _participant_json(sim.exchange, _participant(sim.exchange, room, key))

    @api.post("/Conferences/<room>/Participants/<key>.json")
    def change(account: str, room: str, key: str) -> dict[str, Any]:
        with sim.exchange.kernel.lock:
            participant = _participant(sim.exchange, room, key)
            _update(sim.exchange, participant)
            return _participant_json(sim.exchange, participant)

    @api.delete("/Conferences/<room>/Participants/<key>.json")
    def kick(account: str, room: str, key: str) -> tuple[str, int]:
        with sim.exchange.kernel.lock:
            _kick(sim.exchange, _participant(sim.exchange, room, key))
            return "", 204

    return api


def _room(x: Exchange, key: str) -> Room:
    found = find_room(x, key)
    if found is None:
        raise not_found(f"/Conferences/{key}")
    return found


def _participant(x: Exchange, room: str, key: str) -> Participant:
    found = _room(x, room).participant(key)
    if found is None:
        raise not_found(f"/Conferences/{room}/Participants/{key}.json")
    return found


def _dial_in(x: Exchange, key: str) -> dict[str, Any]:
    """An unknown name makes the room; a SID must be of a room that is still going on."""
    room = find_room(x, key)
    if key.startswith("CF") and (room is None or room.status == "completed"):
        raise not_found(f"/Conferences/{key}/Participants.json")
    room = room or room_named(x, key)
    entrance = _entrance(x)
    order = Order(
        from_=order_form.caller(x),
        to=form.address("To", 21201, 21211),
        timeout=form.number("Timeout", 60, 5, 600),
        time_limit=form.number("TimeLimit", 14_400, 1, 86_400) if form.given("TimeLimit") else None,
        subscription=form.subscription(x),
        call_reason=order_form.call_reason(),
        detection=_detection(x),
    )
    tape = (
        recording_order(x, "OutboundAPI", trims=True, events=PARTICIPANT_EVENTS) if form.flag("Record", False) else None
    )
    if form.text("ConferenceRecord") in FROM_START:
        record_from_start(x, room, conference_order(x, PARTICIPANT_EVENTS))
    leg = create_participant(x, order, room, entrance)
    if tape is not None:
        leg.answered.then(lambda _: record_leg(x, leg, tape))
    return _awaited_json(x, room, leg, entrance)


def _detection(x: Exchange) -> Detection | None:
    """Always in the background, so it is of no use without somebody to tell."""
    found = order_form.detection(x, "AmdStatusCallback")
    if found is not None and found.callback is None:
        raise bad_request(21262, "MachineDetection needs an AmdStatusCallback")
    return found


def _waiting(x: Exchange) -> Waiting:
    url = form.url(x, "WaitUrl")
    return Waiting(ask=Ask(url=url, method=form.method("WaitMethod")) if url else None, silent=form.given("WaitUrl"))


def _coached(default: str) -> str:
    """Whom they coach. A SID alone means that they do, a Coaching of false that they no longer do."""
    wanted = form.text("CallSidToCoach", default)
    coaches = form.flag("Coaching", bool(wanted))
    if coaches and not wanted:
        raise bad_request(20001, "Coaching needs a CallSidToCoach")
    return wanted if coaches else ""


def _entrance(x: Exchange) -> Entrance:
    return Entrance(
        label=form.text("Label"),
        muted=form.flag("Muted", False),
        beep=form.text("Beep", "true"),
        starts=form.flag("StartConferenceOnEnter", True),
        ends_on_exit=form.flag("EndConferenceOnExit", False),
        coaches=_coached(""),
        most=int(form.number("MaxParticipants", 250, 2, 250)),
        waiting=_waiting(x),
        early_media=form.flag("EarlyMedia", True),
        subscription=form.subscription(x, "ConferenceStatusCallback", ROOM_EVENTS, "start end"),
    )


def _update(x: Exchange, participant: Participant) -> None:
    coached = _coached(participant.coaches)
    if coached not in ("", participant.coaches) and participant.room.participant(coached) is None:
        raise bad_request(13240, f"{coached} is not in the conference and cannot be coached")
    end_on_exit(x, participant, form.flag("EndConferenceOnExit", participant.ends_on_exit))
    if form.given("BeepOnExit"):
        participant.beep = beep_when(participant.beep, on_exit=form.flag("BeepOnExit", False))
    mute(x, participant, form.flag("Muted", participant.muted))
    if form.given("Hold"):
        hold(x, participant, form.flag("Hold", False))
        play_hold(x, participant, form.url(x, "HoldUrl"), form.method("HoldMethod", "GET"))
    if coached != participant.coaches:
        participant.coaches = coached
        modified(x, participant)
    if form.given("WaitUrl") and not participant.hold:
        begin_waiting(x, participant, _waiting(x), participant.left)
    if url := form.url(x, "AnnounceUrl"):
        announce(x, participant, url, form.method("AnnounceMethod"))


def _kick(x: Exchange, participant: Participant) -> None:
    """Out of the room: a leg that came by TwiML goes on at its own next verb, one made by this API ends."""
    reason = x.switches.kick_reason
    leave_room(x, participant, reason)
    if participant.from_api and x.switches.kicked_api_participant_ends:
        leg_ends(x, participant.leg, by="kicked")
    participant.left.resolve(reason)


def _participant_json(x: Exchange, one: Participant) -> dict[str, Any]:
    return _json(
        x,
        one.room,
        one.leg,
        {
            "label": one.label or None,
            "muted": one.muted,
            "hold": one.hold,
            "coaching": bool(one.coaches),
            "call_sid_to_coach": one.coaches or None,
            "start_conference_on_enter": one.starts,
            "end_conference_on_exit": one.ends_on_exit,
            "status": "connected",
            "date_created": rfc2822(one.entered_at),
            "date_updated": rfc2822(one.updated_at or one.entered_at),
        },
    )


def _awaited_json(x: Exchange, room: Room, leg: Leg, entrance: Entrance) -> dict[str, Any]:
    return _json(
        x,
        room,
        leg,
        {
            "label": entrance.label or None,
            "muted": entrance.muted,
            "hold": False,
            "coaching": bool(entrance.coaches),
            "call_sid_to_coach": entrance.coaches or None,
            "start_conference_on_enter": entrance.starts,
            "end_conference_on_exit": entrance.ends_on_exit,
            "status": "queued",
            "date_created": rfc2822(leg.created_at),
            "date_updated": rfc2822(leg.created_at),
        },
    )


def _json(x: Exchange, room: Room, leg: Leg, more: dict[str, Any]) -> dict[str, Any]:
    uri = f"/{API_VERSION}/Accounts/{x.account.sid}/Conferences/{room.sid}/Participants/{leg.sid}.json"
    return {
        "account_sid": x.account.sid,
        "call_sid": leg.sid,
        "conference_sid": room.sid,
        "uri": uri,
        "queue_time": str(int(leg.queue_seconds * 1000)),
        **more,
    }
