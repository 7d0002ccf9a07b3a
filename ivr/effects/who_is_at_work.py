"""Whether anybody is signed in who may answer."""

from callbacks.place import Place
from ivr.language.move import Outcome
from ivr.language.staffed import AskWhoIsAtWork
from ivr.reaching import planned
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from routing.lines import ring_lines


def who_is_at_work(voice: VoiceBoard, talk: Talk, effect: AskWhoIsAtWork) -> Outcome:
    """`somebody` when any line of the caller's plan has an agent who is signed in, ready or not.

    Whoever calls, the queue's own rings are in the plan: only while nobody is in these it matters who the caller is.
    """
    queue = voice.policy.queue(effect.queue)
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
    staffed = any(voice.floor.somebody_present(step.line) for step in plan.steps)
    return Outcome(way="somebody" if staffed else "nobody")
