"""/Conferences/{CF}/Participants: dial into a room, hold, mute, and remove."""

from typing import Any

from flask import Blueprint, Response, request

from simulator.exchange import Exchange
from simulator.lines.amd import Detection
from simulator.lines.calls import leg_ends
from simulator.lines.leg import Ask
from simulator.lines.outbound import Order, create_participant
from simulator.recordings.reporting import PARTICIPANT_EVENTS
from simulator.recordings.roomwide import FROM_START, record_from_start
from simulator.recordings.taping import record_leg
from simulator.rest import form, order_form
from simulator.rest.capacity import check_capacity
from simulator.rest.creating import create
from simulator.rest.errors import bad_request, not_found
from simulator.rest.paging import page_of
from simulator.rest.participant_json import Shown, awaited, call_of, everybody, joined, participant_json
from simulator.rest.recording_forms import conference_order, recording_order
from simulator.rooms.announcing import announce, play_hold
from simulator.rooms.conference import Participant, Room, find_room, leave_room, room_named
from simulator.rooms.entrance import Entrance, Waiting, beep_when
from simulator.rooms.participant_changes import end_on_exit, hold, modified, mute
from simulator.rooms.room_wait import begin_waiting
from simulator.simulator import Simulator

ROOM_EVENTS = ("start", "end", "join", "leave", "mute", "hold", "modify", "speaker", "announcement")


def participants_api(sim: Simulator) -> Blueprint:
    api = Blueprint("participants", __name__)

    @api.post("/Conferences/<room>/Participants.json")
    def make(account: str, room: str) -> Response:
        return create(sim, lambda: _dial_in(sim.exchange, room))

    @api.get("/Conferences/<room>/Participants.json")
    def index(account: str, room: str) -> dict[str, Any]:
        x = sim.exchange
        return page_of("participants", _listed(_room(x, room)), lambda one: participant_json(x, one), call_of)

    @api.get("/Conferences/<room>/Participants/<key>.json")
    def show(account: str, room: str, key: str) -> dict[str, Any]:
        return participant_json(sim.exchange, _anybody(sim.exchange, room, key))

    @api.post("/Conferences/<room>/Participants/<key>.json")
    def change(account: str, room: str, key: str) -> dict[str, Any]:
        participant = _participant(sim.exchange, room, key)
        _update(sim.exchange, participant)
        return participant_json(sim.exchange, joined(participant))

    @api.delete("/Conferences/<room>/Participants/<key>.json")
    def kick(account: str, room: str, key: str) -> tuple[str, int]:
        x, shown = sim.exchange, _anybody(sim.exchange, room, key)
        if shown.status == "connected":
            _kick(x, _participant(x, room, key))
        else:
            leg_ends(x, shown.leg, status="canceled", by="REST")
        return "", 204

    return api


def _listed(room: Room) -> list[Shown]:
    """Everybody in the room and everybody dialled into it, while it goes on; filtered as asked."""
    if room.status == "completed":
        return []
    wanted = {name: request.args.get(name.title()) for name in ("muted", "hold", "coaching")}
    asked = {name: value.lower() == "true" for name, value in wanted.items() if value is not None}
    return [one for one in everybody(room) if all(getattr(one, name) == value for name, value in asked.items())]


def _anybody(x: Exchange, room: str, key: str) -> Shown:
    """In the room, or still being dialled into it."""
    found = next((one for one in everybody(_room(x, room)) if key and key in (one.leg.sid, one.label)), None)
    if found is None:
        raise not_found(f"/Conferences/{room}/Participants/{key}.json")
    return found


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
    entrance = _entrance(x)
    check_capacity(x)
    order = Order(
        from_=order_form.caller(x),
        to=form.address("To", 21201, 21211),
        timeout=form.integer("Timeout", 60, 5, 600, 21208),
        time_limit=order_form.time_limit(),
        subscription=form.subscription(x),
        call_reason=order_form.call_reason(),
        detection=_detection(x),
    )
    tape = (
        recording_order(x, "OutboundAPI", trims=True, events=PARTICIPANT_EVENTS) if form.flag("Record", False) else None
    )
    room = room or room_named(x, key)
    if form.text("ConferenceRecord") in FROM_START:
        record_from_start(x, room, conference_order(x, PARTICIPANT_EVENTS))
    leg = create_participant(x, order, room, entrance)
    if tape is not None:
        leg.answered.then(lambda _: record_leg(x, leg, tape))
    return participant_json(x, awaited(room, leg))


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
        _hold(x, participant, form.flag("Hold", False))
    if coached != participant.coaches:
        participant.coaches = coached
        modified(x, participant)
    if form.given("WaitUrl"):
        participant.waiting = _waiting(x)
        if not participant.hold:
            begin_waiting(x, participant, participant.waiting, participant.left)
    if url := form.url(x, "AnnounceUrl"):
        announce(x, participant, url, form.method("AnnounceMethod"))


def _hold(x: Exchange, participant: Participant, on: bool) -> None:
    """Whoever is taken back before the room has started waits on as they did."""
    was_held = participant.hold
    hold(x, participant, on)
    if on or was_held:
        play_hold(x, participant, form.url(x, "HoldUrl"), form.method("HoldMethod", "GET"))
    if was_held and not on:
        begin_waiting(x, participant, participant.waiting, participant.left)


def _kick(x: Exchange, participant: Participant) -> None:
    """Out of the room: a leg that came by TwiML goes on at its own next verb, one made by this API ends."""
    reason = x.switches.kick_reason
    leave_room(x, participant, reason)
    if participant.from_api and x.switches.kicked_api_participant_ends:
        leg_ends(x, participant.leg, by="kicked")
    participant.left.resolve(reason)
