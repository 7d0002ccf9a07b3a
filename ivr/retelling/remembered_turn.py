"""What of a turn goes into the journal, so that the call can be told again: never an answer that is secret."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from ivr.language.move import HangUp, Heard, Outcome, Reach, Record
from ivr.talking.conversation import Conversation
from ivr.talking.turn import Turn

LONGEST_SPEECH: Final = 200
"""Letters of what a caller said."""
CHANGES: Final = ("language", "customer", "case", "verified", "phase")
"""What an effect may find out about a caller beside values that are kept."""
TOLD_OF_SECRETS: Final = ("", "0", "*")
"""Answers to a secret question that give nothing away: silence, the key for a person, the key for a repeat."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What the caller answered, and at which question: `flow.node`, with the phase of a node that asks several."""

    at: str
    heard: Heard
    secret: bool = False


def turn_told(turn: Turn, answer: Answer | None) -> dict[str, Any]:
    """The data of a `visited` event; without an answer the call has just begun."""
    told: dict[str, Any] = {"nodes": [str(step) for step in turn.visited]}
    if answer is not None:
        told |= {"at": answer.at, **_heard(answer)}
    if turn.outcomes:
        told["outcomes"] = [_outcome(at, before, outcome) for at, before, outcome in turn.outcomes]
    if (end := ending(turn)) is not None:
        told["end"] = end
    return told


def question_at(conversation: Conversation) -> str:
    """Where a caller is asked something."""
    phase = f":{conversation.phase}" if conversation.phase else ""
    return f"{conversation.flow}.{conversation.node}{phase}"


def ending(turn: Turn) -> str | None:
    """What the turn led to, where that is the end of the flow's part: a queue, a recording, a hang-up."""
    match turn.then:
        case Reach(queue=queue, owner=owner, skills=skills):
            return " ".join(filter(None, (queue, "owner" if owner else "", skills)))
        case Record():
            return "recording"
        case HangUp():
            return "hang_up"
        case _:
            return None


def _heard(answer: Answer) -> dict[str, Any]:
    heard = answer.heard
    if answer.secret and (heard.speech or heard.digits not in TOLD_OF_SECRETS):
        return {"secret": True}
    told = {"digits": heard.digits, "speech": heard.speech[:LONGEST_SPEECH], "confidence": heard.confidence}
    return {name: value for name, value in told.items() if value}


def _outcome(at: str, before: Conversation, outcome: Outcome) -> dict[str, Any]:
    changed = dict(_changes(before, outcome.changed)) if outcome.changed else {}
    kept = {**_new(before.kept, outcome.changed.kept if outcome.changed else {}), **outcome.kept}
    told = {"at": at, "way": outcome.way, "kept": kept, "changed": changed, "progress": outcome.progress}
    return {name: value for name, value in told.items() if value}


def _changes(before: Conversation, after: Conversation) -> Iterator[tuple[str, Any]]:
    old, new = asdict(before), asdict(after)
    yield from ((name, new[name]) for name in CHANGES if new[name] != old[name])


def _new(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in after.items() if before.get(name) != value}
