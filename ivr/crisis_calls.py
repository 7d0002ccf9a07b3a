"""A crisis in a call: what is heard first, which flow the caller comes into, and which queue they wait in."""

from dataclasses import replace

from hours.crisis import Crisis
from ivr.language.move import Reach, Spoken
from ivr.talking.turn import Scene, Turn
from ivr.voice_board import VoiceBoard


def crisis_of(voice: VoiceBoard, scene: Scene) -> Crisis | None:
    """The crisis that concerns this call; none on any other day."""
    return voice.hours.crisis_for(caller=scene.caller.caller_id.value, called=scene.number)


def flow_of(voice: VoiceBoard, scene: Scene, crisis: Crisis | None) -> str:
    """The flow the call begins in: the crisis's own where it has one that is published, or else the number's."""
    flow = (crisis and crisis.overflow_flow) or ""
    return flow if flow in scene.release.flows else voice.flow_for(scene.number, scene.release)


def forewarned(turn: Turn, crisis: Crisis | None) -> Turn:
    """The message comes before everything else the caller hears; 0 is heard during it, as during any prompt."""
    if crisis is None:
        return turn
    language = turn.conversation.language
    message = Spoken(text=crisis.message.spoken_in(language), language=language)
    return replace(turn, sounds=(message, *turn.sounds))


def overflowing(voice: VoiceBoard, reach: Reach, crisis: Crisis | None) -> Reach:
    """The caller waits in the queue of the crisis, where it has one; the owner of a case is asked first as ever.

    Skills a flow asked for beyond its queue are not asked for there: who takes what flows over takes everybody.
    """
    queue = (crisis and crisis.overflow_queue) or ""
    return replace(reach, queue=queue, skills=None) if queue in voice.policy.queues else reach
