"""What can change about somebody who is in a conference: held, muted, coaching, speaking."""

from simulator.exchange import Exchange
from simulator.rooms.conference import Participant
from simulator.rooms.room_events import participant_parameters, tell_room


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


def end_on_exit(x: Exchange, participant: Participant, on: bool) -> None:
    """Whether the room ends when they leave. On hold it may be as it was, and nobody is told."""
    in_vain = participant.hold and not x.switches.end_on_exit_changes_on_hold
    if participant.ends_on_exit == on or in_vain:
        return
    participant.ends_on_exit = on
    if x.switches.end_on_exit_change_is_modify:
        modified(x, participant)


def speaks(x: Exchange, participant: Participant, seconds: float) -> None:
    """Somebody in a conference speaks for so long; told to those who asked to hear of speakers."""
    room = participant.room
    if room.status != "in-progress" or participant.muted or participant.hold or not room.tells("speaker"):
        return
    leg = participant.leg
    tell_room(x, room, "speaker", "participant-speech-start", participant_parameters(participant), leg)

    def stops() -> None:
        if participant in room.participants:
            tell_room(x, room, "speaker", "participant-speech-stop", participant_parameters(participant), leg)

    x.kernel.after(seconds, stops)


def modified(x: Exchange, participant: Participant) -> None:
    """Something else about a participant changed, such as whom they coach."""
    _changed(x, participant, "modify", "participant-modify")


def _changed(x: Exchange, participant: Participant, event: str, name: str) -> None:
    participant.updated_at = x.kernel.now()
    x.tell("conference", name.removeprefix("participant-"), participant.leg, room=participant.room.sid)
    tell_room(x, participant.room, event, name, participant_parameters(participant), participant.leg)
    participant.room.company_changed(x)
