"""Documents played into a conference: to a participant on hold, or as an announcement."""

from collections.abc import Callable

from simulator.clockwork.task import Promise
from simulator.exchange import Exchange
from simulator.lines.leg import Ask, Leg
from simulator.rooms.conference import Participant, Room
from simulator.rooms.room_events import Pairs, participant_parameters, tell_room
from simulator.rooms.room_wait import endless_sound
from simulator.twiml.grammar import ANNOUNCEMENT
from simulator.twiml.program import Ending, Run, follow

HOLD_MUSIC = "♪ hold music"
FAILED = "The announcement's document could not be fetched or executed"
CUT = "Whoever was to hear it has left"


def announce(x: Exchange, participant: Participant, url: str, method: str) -> None:
    """Play a document to one participant while the conversation goes on; then the room tells how that went."""
    task = x.kernel.spawn(_play, x, participant, Ask(url=url, method=method), None)
    participant.left.then(lambda _: task.interrupt())
    participant.leg.ended.then(lambda _: task.interrupt())
    task.done.then(lambda ending: _tell(x, participant.room, url, ending, participant_parameters(participant)))


def announce_to_all(x: Exchange, room: Room, url: str, method: str) -> None:
    """Play one document to everybody. It is fetched once, on behalf of the first of them."""
    if not room.participants:
        return
    first = room.participants[0]
    everybody = lambda: [one.leg for one in room.participants]  # noqa: E731
    task = x.kernel.spawn(_play, x, first, Ask(url=url, method=method), everybody)
    first.leg.ended.then(lambda _: task.interrupt() if room.status == "completed" else None)
    task.done.then(lambda ending: _tell(x, room, url, ending, []))


def _tell(x: Exchange, room: Room, url: str, ending: Ending | None, about: Pairs) -> None:
    if ending is Ending.RAN_OUT:
        tell_room(x, room, "announcement", "announcement-end", [*about, ("AnnounceUrl", url)])
        return
    reason = ("ReasonAnnouncementFailed", CUT if ending is None else FAILED)
    tell_room(x, room, "announcement", "announcement-fail", [*about, ("AnnounceUrl", url), reason])


def play_hold(x: Exchange, participant: Participant, url: str, method: str) -> None:
    """What the participant hears while on hold: this document once, or music."""
    if participant.hearing is not None:
        participant.hearing.interrupt()
        participant.hearing = None
    if not participant.hold:
        return
    if url:
        participant.hearing = x.kernel.spawn(_play, x, participant, Ask(url=url, method=method), None)
    else:
        x.tell("say", HOLD_MUSIC, participant.leg)
        participant.hearing = x.kernel.spawn(_music, x, participant)


async def _music(x: Exchange, participant: Participant) -> None:
    heard = endless_sound(x, participant, HOLD_MUSIC)
    try:
        await Promise[None]()
    finally:
        participant.leg.ear.cut(heard, x.kernel.now())


async def _play(x: Exchange, participant: Participant, ask: Ask, heard_by: Callable[[], list[Leg]] | None) -> Ending:
    room = participant.room
    extra = (("ConferenceSid", room.sid), ("FriendlyName", room.name))
    run = Run(x=x, leg=participant.leg, context=ANNOUNCEMENT, extra=lambda: extra, heard_by=heard_by)
    return await follow(run, ask)
