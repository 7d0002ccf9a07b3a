"""Who is on the line together, and hears what is said."""

from simulator.earshot import far_keypads, listeners_of
from simulator.exchange import Exchange
from simulator.leg import Leg
from simulator.participant_changes import speaks


def company(leg: Leg) -> list[Leg]:
    """The other legs in the same conversation, whoever hears whom."""
    if leg.bridged_with is not None:
        return [leg.bridged_with]
    if leg.participant is None:
        return []
    return [one.leg for one in leg.participant.room.participants if one.leg is not leg]


def voice_carries(x: Exchange, leg: Leg, text: str) -> float:
    """Somebody begins to say this: it reaches the ears of everybody who hears them. Returns how long it takes."""
    seconds = len(text) / x.switches.letters_per_second
    for other in listeners_of(leg):
        other.ear.begin(text, x.kernel.now(), seconds, kind="voice", who=leg.name or leg.from_)
    if leg.participant is not None:
        speaks(x, leg.participant, seconds)
    return seconds


def words_arrive(leg: Leg, text: str) -> None:
    """Somebody has said this: whatever document listens for speech, here or at the far ends, takes it."""
    if leg.is_over or leg.muted:
        return
    for each in far_keypads(leg):
        each.keypad.fall_silent()
        listener = each.keypad.listener
        if listener is not None and listener.takes_speech:
            listener.speak(text)
