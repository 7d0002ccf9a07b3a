"""Who arrived without the part has broken the promise: written down once, and the customer is called."""

from callbacks.promise_keeping import promise_was_broken
from cases.identification import case_by_number
from cases.visit import WITHOUT_PART, end_visit, next_visit
from ivr.language.move import Outcome
from ivr.language.without_part import EndWithoutPart
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.database import serialise, writing


def end_without_part(voice: VoiceBoard, talk: Talk, effect: EndWithoutPart) -> Outcome:
    with writing(voice.database) as session:
        case = case_by_number(session, effect.case)
        if case is not None:
            serialise(session, f"visits:{case.number}")
        visit = next_visit(session, case.number) if case else None
        if visit is None:
            return Outcome(way="no_visit")
        promise = end_visit(
            session, visit, "without_part", missing=(), note=None, who=f"field:{effect.worker}", now=talk.now
        )
        if promise is not None:
            promise_was_broken(voice, session, promise, why=WITHOUT_PART, now=talk.now)
    return Outcome(way="noted", progress=True)
