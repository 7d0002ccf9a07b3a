"""What a conference tells about itself, to whoever the first participant named."""

from typing import TYPE_CHECKING

from simulator.exchange import Exchange
from simulator.lines.leg import Ask, Leg
from simulator.wire.callback import send_callback
from simulator.wire.dates import rfc2822

if TYPE_CHECKING:
    from simulator.rooms.conference import Participant, Room

Pairs = list[tuple[str, str]]


def tell_room(x: Exchange, room: "Room", event: str, name: str, params: Pairs, leg: Leg | None = None) -> None:
    """Every event has a number, told or not; `event` is what it is subscribed by, `name` its own."""
    common = [
        ("ConferenceSid", room.sid),
        ("FriendlyName", room.name),
        ("AccountSid", x.account.sid),
        ("SequenceNumber", str(room.next_sequence)),
        ("Timestamp", rfc2822(x.kernel.now()) or ""),
        ("StatusCallbackEvent", name),
    ]
    room.next_sequence += 1
    if room.tells(event) and room.subscription is not None:
        heard = room.subscription
        send_callback(x, Ask(url=heard.url, method=heard.method), leg, [*common, *params], name)


def participant_parameters(one: "Participant") -> Pairs:
    flags = {
        "Muted": one.muted,
        "Hold": one.hold,
        "Coaching": bool(one.coaches),
        "EndConferenceOnExit": one.ends_on_exit,
        "StartConferenceOnEnter": one.starts,
    }
    label = [("ParticipantLabel", one.label)] if one.label else []
    return [("CallSid", one.leg.sid), *label, *((name, str(value).lower()) for name, value in flags.items())]
