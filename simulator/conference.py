"""A conference room: who is in it, when it starts, and what it tells about itself."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from simulator.clockwork.task import Promise, Signal, Task
from simulator.exchange import Exchange
from simulator.leg import Ask, Leg, Subscription
from simulator.wire.callback import send_callback
from simulator.wire.dates import rfc2822

MOST_PARTICIPANTS = 250


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """How a leg enters a room: the attributes of the Conference noun."""

    label: str = ""
    muted: bool = False
    beep: str = "true"
    starts: bool = True
    ends_on_exit: bool = False
    coaches: str = ""
    subscription: Subscription | None = None
    most: int = MOST_PARTICIPANTS


@dataclass(kw_only=True, eq=False)
class Participant:
    """A leg in a room. `left` resolves to the reason when something other than itself takes it out."""

    leg: Leg
    room: "Room"
    entered_at: datetime
    label: str
    starts: bool
    muted: bool
    ends_on_exit: bool
    coaches: str
    from_api: bool = False
    hold: bool = False
    updated_at: datetime | None = None
    hearing: Task[Any] | None = None
    left: Promise[str] = field(default_factory=Promise)

    @property
    def has_company(self) -> bool:
        others = [one for one in self.room.participants if one is not self and not one.hold]
        return self.room.status == "in-progress" and not self.hold and bool(others)


@dataclass(kw_only=True, eq=False)
class Room:
    """A conference. `status` goes init, in-progress, completed; `awaited` are legs dialled into it by REST."""

    sid: str
    name: str
    created_at: datetime
    status: str = "init"
    updated_at: datetime | None = None
    participants: list[Participant] = field(default_factory=list)
    awaited: list[Leg] = field(default_factory=list)
    subscription: Subscription | None = None
    next_sequence: int = 1
    reason_ended: str = ""
    ended_by: str = ""
    started: Signal = field(default_factory=Signal)

    def participant(self, key: str) -> Participant | None:
        """The participant with this call SID or label."""
        return next((one for one in self.participants if key in (one.leg.sid, one.label) and key), None)


def room_named(x: Exchange, name: str) -> Room:
    """The room of this name that is going on, or a new one: a name is free again once its room has completed."""
    room = find_room(x, name)
    if room is None:
        room = Room(sid=x.ids.new("CF"), name=name, created_at=x.kernel.now())
        x.rooms[room.sid] = x.open_rooms[name] = room
    return room


def find_room(x: Exchange, key: str) -> Room | None:
    """By SID whatever its state, or by name if it is going on."""
    return x.rooms.get(key) or x.open_rooms.get(key)


def enter_room(x: Exchange, room: Room, leg: Leg, entrance: Entrance) -> Participant:
    """A leg joins. The first to join fixes who is told about the room; it starts once two are in and one may."""
    if not room.participants and room.subscription is None:
        room.subscription = entrance.subscription
    participant = Participant(
        leg=leg,
        room=room,
        entered_at=x.kernel.now(),
        label=entrance.label,
        starts=entrance.starts,
        muted=entrance.muted,
        ends_on_exit=entrance.ends_on_exit,
        coaches=entrance.coaches,
    )
    room.participants.append(participant)
    leg.participant = participant
    label = f" as {entrance.label}" if entrance.label else ""
    x.tell("conference", f"joins {room.name}{label}", leg, room=room.sid, label=entrance.label, beep=entrance.beep)
    _tell(x, room, "join", "participant-join", _participant_parameters(participant), leg)
    _start_if_ready(x, room)
    _company_changed(room)
    return participant


def leave_room(x: Exchange, participant: Participant, reason: str) -> None:
    """A leg is out of the room, for this reason; the room may end with it."""
    room, leg = participant.room, participant.leg
    if participant not in room.participants:
        return
    room.participants.remove(participant)
    leg.participant = None
    if participant.hearing is not None:
        participant.hearing.interrupt()
    x.tell("conference", f"leaves {room.name}: {reason.replace('_', ' ')}", leg, room=room.sid, reason=reason)
    _tell(
        x,
        room,
        "leave",
        "participant-leave",
        [
            *_participant_parameters(participant),
            ("ParticipantCallStatus", leg.status),
            ("ReasonParticipantLeft", reason),
        ],
        leg,
    )
    _end_if_over(x, room, participant, kicked=reason != "participant_hung_up")
    _company_changed(room)


def add_failed(x: Exchange, room: Room, leg: Leg, label: str) -> None:
    """A leg dialled into the room by REST never got there: a leave without a join."""
    x.tell("conference", f"could not be added to {room.name}: {leg.status}", leg, room=room.sid)
    _tell(
        x,
        room,
        "leave",
        "participant-leave",
        [
            ("CallSid", leg.sid),
            ("ParticipantLabel", label),
            ("ParticipantCallStatus", leg.status),
            ("ReasonParticipantLeft", "participant_add_failed"),
        ],
        leg,
    )
    if not room.participants and not room.awaited:
        _complete(x, room, "last-participant-left", leg.sid, label)


def end_room(x: Exchange, room: Room, *, reason: str, leave_reason: str, call: str = "", label: str = "") -> None:
    """The room ends: everybody still in it is sent on to their next verb."""
    if room.status == "completed":
        return
    room.status = "completed"
    x.open_rooms.pop(room.name, None)
    for participant in list(room.participants):
        leave_room(x, participant, leave_reason)
        participant.left.resolve(leave_reason)
    _complete(x, room, reason, call, label)


def hold(x: Exchange, participant: Participant, on: bool) -> None:
    if participant.hold == on:
        return
    participant.hold = on
    _changed(x, participant, "hold", "participant-hold" if on else "participant-unhold")


def mute(x: Exchange, participant: Participant, on: bool) -> None:
    if participant.muted == on:
        return
    participant.muted = on
    _changed(x, participant, "mute", "participant-mute" if on else "participant-unmute")


def modified(x: Exchange, participant: Participant) -> None:
    """Something else about a participant changed, such as whom they coach."""
    _changed(x, participant, "modify", "participant-modify")


def _changed(x: Exchange, participant: Participant, event: str, name: str) -> None:
    participant.updated_at = x.kernel.now()
    x.tell("conference", name.removeprefix("participant-"), participant.leg, room=participant.room.sid)
    _tell(x, participant.room, event, name, _participant_parameters(participant), participant.leg)
    _company_changed(participant.room)


def _start_if_ready(x: Exchange, room: Room) -> None:
    if room.status != "init" or len(room.participants) < 2 or not any(one.starts for one in room.participants):
        return
    room.status = "in-progress"
    x.tell("conference", f"{room.name} starts", room=room.sid)
    _tell(x, room, "start", "conference-start", [])
    room.started.fire()
    for participant in room.participants:
        x.moment("bridged", participant.leg)


def _end_if_over(x: Exchange, room: Room, last: Participant, *, kicked: bool) -> None:
    if room.status == "completed":
        return
    manner = "kicked" if kicked else "left"
    if last.ends_on_exit:
        end_room(
            x,
            room,
            reason=f"participant-with-end-conference-on-exit-{manner}",
            leave_reason="moderator_ended_conference",
            call=last.leg.sid,
            label=last.label,
        )
    elif not room.participants and not room.awaited:
        _complete(x, room, f"last-participant-{manner}", last.leg.sid, last.label)
    elif len(room.participants) == 1 and room.status == "in-progress":
        hears = x.switches.lone_party_hears
        x.tell("note", f"alone in {room.name}, hears {hears}", room.participants[0].leg, room=room.sid)


def _complete(x: Exchange, room: Room, reason: str, call: str, label: str) -> None:
    x.open_rooms.pop(room.name, None)
    room.status, room.reason_ended, room.ended_by, room.updated_at = "completed", reason, call, x.kernel.now()
    x.tell("conference", f"{room.name} ends: {reason.replace('-', ' ')}", room=room.sid, reason=reason)
    _tell(
        x,
        room,
        "end",
        "conference-end",
        [
            ("CallSidEndingConference", call),
            ("ParticipantLabelEndingConference", label),
            ("ReasonConferenceEnded", reason),
            ("Reason", reason.replace("-", " ")),
        ],
    )


def _tell(
    x: Exchange, room: Room, event: str, name: str, params: list[tuple[str, str]], leg: Leg | None = None
) -> None:
    common = [
        ("ConferenceSid", room.sid),
        ("FriendlyName", room.name),
        ("AccountSid", x.account.sid),
        ("SequenceNumber", str(room.next_sequence)),
        ("Timestamp", rfc2822(x.kernel.now()) or ""),
        ("StatusCallbackEvent", name),
    ]
    room.next_sequence += 1
    heard = room.subscription
    if heard is not None and event in heard.events:
        send_callback(x, Ask(url=heard.url, method=heard.method), leg, [*common, *params], name)


def _participant_parameters(one: Participant) -> list[tuple[str, str]]:
    flags = {
        "Muted": one.muted,
        "Hold": one.hold,
        "Coaching": bool(one.coaches),
        "EndConferenceOnExit": one.ends_on_exit,
        "StartConferenceOnEnter": one.starts,
    }
    label = [("ParticipantLabel", one.label)] if one.label else []
    return [("CallSid", one.leg.sid), *label, *((name, str(value).lower()) for name, value in flags.items())]


def _company_changed(room: Room) -> None:
    for participant in room.participants:
        participant.leg.changed.fire()
