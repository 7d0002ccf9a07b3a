"""A conference room: who is in it, when it starts, and what it tells about itself."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from simulator.clockwork.task import Promise, Signal, Task
from simulator.exchange import Exchange
from simulator.lines.calls import leg_ends
from simulator.lines.ear import Ear
from simulator.lines.leg import Leg, Subscription
from simulator.rooms.alone import note_company
from simulator.rooms.earshot import company_changes, hears
from simulator.rooms.entrance import BEEPS_ON_ENTER, BEEPS_ON_EXIT, Entrance, Waiting
from simulator.rooms.room_events import participant_parameters, tell_room

if TYPE_CHECKING:
    from simulator.recordings.recording import Recording, RecordingOrder

BEEP_SECONDS = 0.5


@dataclass(kw_only=True, eq=False)
class Participant:
    """A leg in a room. `left` resolves to the reason when something other than itself takes it out.

    `waiting` is what it hears until the room starts, `hearing` what is just played to it alone.
    """

    leg: Leg
    room: "Room"
    entered_at: datetime
    label: str
    starts: bool
    muted: bool
    ends_on_exit: bool
    coaches: str
    beep: str = "true"
    from_api: bool = False
    hold: bool = False
    waiting: Waiting = field(default_factory=Waiting)
    updated_at: datetime | None = None
    hearing: Task[Any] | None = None
    left: Promise[str] = field(default_factory=Promise)

    @property
    def has_company(self) -> bool:
        """Is there anybody they hear?"""
        return bool(hears(self.room)[self])


@dataclass(kw_only=True, eq=False)
class Room:
    """A conference. `status` goes init, in-progress, completed; `awaited` are legs dialled into it by REST.

    `air` is what is said in it, `recordings` those of the whole room, `order` how it is to be recorded from its start.
    """

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
    orphaned_coach_is_heard: bool = False
    started: Signal = field(default_factory=Signal)
    over: Promise[None] = field(default_factory=Promise)
    air: Ear = field(default_factory=Ear)
    recordings: list["Recording"] = field(default_factory=list)
    order: "RecordingOrder | None" = None

    def tells(self, event: str) -> bool:
        return self.subscription is not None and event in self.subscription.events

    def company_changed(self, x: Exchange) -> None:
        """Somebody came, went, or is heard otherwise than before."""
        for participant in self.participants:
            note_company(x, participant.leg)
            company_changes(participant.leg)

    def participant(self, key: str) -> Participant | None:
        """The participant with this call SID or label."""
        return next((one for one in self.participants if key in (one.leg.sid, one.label) and key), None)


def room_named(x: Exchange, name: str) -> Room:
    """The room of this name that is going on, or a new one: a name is free again once its room has completed."""
    room = find_room(x, name)
    if room is None:
        room = Room(
            sid=x.ids.new("CF"),
            name=name,
            created_at=x.kernel.now(),
            next_sequence=x.switches.first_conference_sequence,
            orphaned_coach_is_heard=x.switches.orphaned_coach_is_heard,
        )
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
        beep=entrance.beep,
        waiting=entrance.waiting,
    )
    room.participants.append(participant)
    leg.participant = participant
    label = f" as {entrance.label}" if entrance.label else ""
    x.tell("conference", f"joins {room.name}{label}", leg, room=room.sid, label=entrance.label, beep=entrance.beep)
    tell_room(x, room, "join", "participant-join", participant_parameters(participant), leg)
    _start_if_ready(x, room, participant)
    if entrance.beep in BEEPS_ON_ENTER:
        _beep(x, room, participant)
    room.company_changed(x)
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
    why = [("ParticipantCallStatus", leg.status), ("ReasonParticipantLeft", reason)]
    tell_room(x, room, "leave", "participant-leave", [*participant_parameters(participant), *why], leg)
    if participant.beep in BEEPS_ON_EXIT:
        _beep(x, room, participant)
    _end_if_over(x, room, participant, kicked=reason != "participant_hung_up")
    note_company(x, leg)
    company_changes(leg)
    room.company_changed(x)


def add_failed(x: Exchange, room: Room, leg: Leg, label: str) -> None:
    """A leg dialled into the room by REST never got there: a leave without a join."""
    x.tell("conference", f"could not be added to {room.name}: {leg.status}", leg, room=room.sid)
    tell_room(
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
    if not room.participants and not room.awaited and room.status != "completed":
        _complete(x, room, "last-participant-left", leg.sid, label)


def end_room(x: Exchange, room: Room, *, reason: str, leave_reason: str, call: str = "", label: str = "") -> None:
    """The room ends: everybody still in it is sent on to their next verb, whoever is still dialled is given up."""
    if room.status == "completed":
        return
    room.status = "completed"
    x.open_rooms.pop(room.name, None)
    for participant in list(room.participants):
        leave_room(x, participant, leave_reason)
        participant.left.resolve(leave_reason)
    for leg in list(room.awaited):
        leg_ends(x, leg, status="canceled", by="conference over")
    _complete(x, room, reason, call, label)


def _start_if_ready(x: Exchange, room: Room, newest: Participant) -> None:
    """Whoever comes into a room that goes on already meets the others at once."""
    if room.status == "in-progress":
        x.moment("bridged", newest.leg)
    if room.status != "init" or len(room.participants) < 2 or not any(one.starts for one in room.participants):
        return
    room.status = "in-progress"
    x.tell("conference", f"{room.name} starts", room=room.sid)
    tell_room(x, room, "start", "conference-start", [])
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
        heard = x.switches.lone_party_hears
        x.tell("note", f"alone in {room.name}, hears {heard}", room.participants[0].leg, room=room.sid)


def _complete(x: Exchange, room: Room, reason: str, call: str, label: str) -> None:
    x.open_rooms.pop(room.name, None)
    room.status, room.reason_ended, room.ended_by, room.updated_at = "completed", reason, call, x.kernel.now()
    x.tell("conference", f"{room.name} ends: {reason.replace('-', ' ')}", room=room.sid, reason=reason)
    tell_room(
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
    room.over.resolve(None)


def _beep(x: Exchange, room: Room, about: Participant) -> None:
    """Everybody else hears that somebody came or went."""
    for other in room.participants:
        if other is not about and not other.hold:
            other.leg.ear.begin("♪ beep", x.kernel.now(), BEEP_SECONDS, kind="tone")
