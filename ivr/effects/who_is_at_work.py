"""Whether anybody is signed in who may answer."""

from collections.abc import Iterable

from callbacks.place import Place
from escalations.queue_plan import agents_on_duty
from ivr.language.move import Outcome
from ivr.language.staffed import AskWhoIsAtWork
from ivr.reaching import planned
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from routing.lines import agent_line, ring_lines


def who_is_at_work(voice: VoiceBoard, talk: Talk, effect: AskWhoIsAtWork) -> Outcome:
    """`somebody` when any line of the caller's plan has an agent who is signed in, ready or not.

    Whoever calls, the queue's own rings are in the plan: only while nobody is in these it matters who the caller is.
    Of the managers' queue it is those on duty, where a rota is kept.
    """
    queue = voice.policy.queue(effect.queue)
    if queue.name == voice.escalations.queue and (on_duty := agents_on_duty(voice, talk.now)) is not None:
        return _somebody_of(voice, map(agent_line, on_duty))
    if any(map(voice.floor.somebody_present, ring_lines(queue))):
        return Outcome(way="somebody")
    place = Place(
        call=talk.conversation.call,
        queue=effect.queue,
        owner=effect.owner,
        since=talk.now,
        language=talk.conversation.language,
        case=talk.conversation.case,
    )
    plan = planned(voice, place, talk.caller)
    return _somebody_of(voice, (step.line for step in plan.steps))


def _somebody_of(voice: VoiceBoard, lines: Iterable[str]) -> Outcome:
    return Outcome(way="somebody" if any(map(voice.floor.somebody_present, lines)) else "nobody")
