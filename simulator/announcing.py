"""Documents played into a conference: to a participant on hold, or as an announcement."""

from simulator.conference import Participant
from simulator.exchange import Exchange
from simulator.leg import Ask
from simulator.program import Run, follow
from simulator.twiml.grammar import ANNOUNCEMENT


def announce(x: Exchange, participant: Participant, url: str, method: str) -> None:
    """Play a document to one participant while the conversation goes on."""
    participant.leg.sidelines.append(x.kernel.spawn(_play, x, participant, Ask(url=url, method=method)))


def play_hold(x: Exchange, participant: Participant, url: str, method: str) -> None:
    """What the participant hears while on hold: this document once, or music."""
    if participant.hearing is not None:
        participant.hearing.interrupt()
        participant.hearing = None
    if not participant.hold:
        return
    if url:
        participant.hearing = x.kernel.spawn(_play, x, participant, Ask(url=url, method=method))
    else:
        x.tell("say", "♪ hold music", participant.leg)


async def _play(x: Exchange, participant: Participant, ask: Ask) -> None:
    room = participant.room
    extra = (("ConferenceSid", room.sid), ("FriendlyName", room.name))
    await follow(Run(x=x, leg=participant.leg, context=ANNOUNCEMENT, extra=lambda: extra), ask)
