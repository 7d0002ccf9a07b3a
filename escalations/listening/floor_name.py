"""How the floor names a listener's way in: like a call of its own, told apart by its first letters."""

from records.call_record import LISTENING, is_stay_of_listening
from telephony.room import LISTENER

BETWEEN = "-"


def floor_name(listening: str) -> str:
    """Out of the listening's id of 32 hexadecimal digits."""
    return f"{LISTENING}{listening}"


def is_listening(call: str | None) -> bool:
    """Whether the floor's call is a listener's way into a conversation, and nobody's who rang in."""
    return is_stay_of_listening(call)


def listening_named(call: str) -> str:
    """The listening's id."""
    return call.removeprefix(LISTENING)


def label_of(listening: str) -> str:
    """What a listener is called in the room: no two may be called the same."""
    return f"{LISTENER}{BETWEEN}{listening}"


def listening_labelled(label: str) -> str:
    """Whose leg it is that is called so; empty for everybody else's."""
    kind, _, listening = label.partition(BETWEEN)
    return listening if kind == LISTENER else ""
