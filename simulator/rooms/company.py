"""Who is on the line together, and hears what is said."""

from simulator.exchange import Exchange
from simulator.lines.ear import Ear, Utterance
from simulator.lines.leg import Leg
from simulator.rooms.earshot import far_keypads, listeners_of
from simulator.rooms.participant_changes import speaks


def company(leg: Leg) -> list[Leg]:
    """The other legs in the same conversation, whoever hears whom."""
    if leg.bridged_with is not None:
        return [leg.bridged_with]
    if leg.participant is None:
        return []
    return [one.leg for one in leg.participant.room.participants if one.leg is not leg]


def voice_carries(x: Exchange, leg: Leg, text: str, seconds: float | None = None) -> float:
    """Somebody begins to say this: it reaches the ears of everybody who hears them. Returns how long it takes.

    It is on their own line too, and in the air of their room: that is what recordings are made of. Without a text they
    talk, in words nobody has written down. Whatever is being said ends with the call.
    """
    length = len(text) / x.switches.letters_per_second if seconds is None else seconds
    if leg.muted:
        return length
    told = [*(each.mouth for each in far_keypads(leg)), *_air(leg), *(other.ear for other in listeners_of(leg))]
    said = [ear.begin(text, x.kernel.now(), length, kind="voice", who=leg.name or leg.from_) for ear in told]
    leg.ended.then(lambda _: _falls_silent(x, told, said))
    if leg.participant is not None:
        speaks(x, leg.participant, length)
    return length


def _air(leg: Leg) -> list[Ear]:
    """The air of the room a voice is heard in. A muted party, one on hold, and a coach are not in it."""
    me = leg.participant
    heard = me is not None and me.room.status == "in-progress" and not (me.muted or me.hold or me.coaches)
    return [me.room.air] if me is not None and heard else []


def _falls_silent(x: Exchange, told: list[Ear], said: list[Utterance]) -> None:
    for ear, utterance in zip(told, said, strict=True):
        if utterance.cut_at is None and utterance.ends_at > x.kernel.now():
            ear.cut(utterance, x.kernel.now())


def words_arrive(leg: Leg, text: str) -> None:
    """Somebody has said this: whatever document listens for speech, here or at the far ends, takes it."""
    if leg.is_over or leg.muted:
        return
    for each in far_keypads(leg):
        each.keypad.fall_silent()
        listener = each.keypad.listener
        if listener is not None and listener.takes_speech:
            listener.speak(text)
