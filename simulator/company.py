"""Who is on the line together, and hears what is said."""

from simulator.exchange import Exchange
from simulator.leg import Leg


def hearers(leg: Leg) -> list[Leg]:
    """The other legs that hear somebody who speaks on this one."""
    if leg.muted:
        return []
    if leg.bridged_with is not None:
        return [leg.bridged_with]
    me = leg.participant
    if me is None or me.muted or not me.has_company:
        return []
    others = [one for one in me.room.participants if one is not me and not one.hold]
    if me.coaches:
        others = [one for one in others if me.coaches in (one.leg.sid, one.label)]
    return [one.leg for one in others]


def company(leg: Leg) -> list[Leg]:
    """The other legs in the same conversation, whoever hears whom."""
    if leg.bridged_with is not None:
        return [leg.bridged_with]
    if leg.participant is None:
        return []
    return [one.leg for one in leg.participant.room.participants if one.leg is not leg]


def voice_carries(x: Exchange, leg: Leg, text: str) -> None:
    """What is said on a leg reaches the ears of whoever is in the conversation with it."""
    seconds = len(text) / x.switches.letters_per_second
    for other in hearers(leg):
        other.ear.begin(text, x.kernel.now(), seconds, kind="voice", who=leg.name or leg.from_)
