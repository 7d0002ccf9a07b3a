"""What is heard in a conference that has not started: its wait document, music or silence."""

from simulator.clockwork.task import Promise
from simulator.exchange import Exchange
from simulator.lines.ear import ENDLESS_SECONDS, Utterance
from simulator.rooms.conference import Participant
from simulator.rooms.entrance import Waiting
from simulator.twiml.grammar import ROOM_WAIT
from simulator.twiml.program import Ending, Run, follow

MUSIC = "♪ classical music"


def begin_waiting(x: Exchange, participant: Participant, waiting: Waiting, failed: Promise[str]) -> None:
    """Let somebody hear this until the room starts, in place of what they heard. `failed` if it cannot be had."""
    if participant.hearing is not None:
        participant.hearing.interrupt()
        participant.hearing = None
    if participant.room.status == "init":
        participant.hearing = x.kernel.spawn(_until_start, x, participant, waiting, failed)


async def _until_start(x: Exchange, participant: Participant, waiting: Waiting, failed: Promise[str]) -> None:
    playing = x.kernel.spawn(_play, x, participant, waiting, failed)
    try:
        await participant.room.started.next()
    finally:
        playing.interrupt()


async def _play(x: Exchange, participant: Participant, waiting: Waiting, failed: Promise[str]) -> None:
    """Once through; then silence."""
    if waiting.ask is None:
        await _endless(x, participant, "silence" if waiting.silent else MUSIC)
    elif await follow(Run(x=x, leg=participant.leg, context=ROOM_WAIT), waiting.ask) is Ending.FAILED:
        failed.resolve("participant_add_failed")


async def _endless(x: Exchange, participant: Participant, sound: str) -> None:
    x.tell("say", sound, participant.leg)
    heard = endless_sound(x, participant, sound)
    try:
        await Promise[None]()
    finally:
        participant.leg.ear.cut(heard, x.kernel.now())


def endless_sound(x: Exchange, participant: Participant, sound: str) -> Utterance:
    kind = "silence" if sound == "silence" else "play"
    return participant.leg.ear.begin(sound, x.kernel.now(), ENDLESS_SECONDS, kind=kind)
