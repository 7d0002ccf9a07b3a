"""What trying a flow has to say, in Turkish and English."""

from collections.abc import Iterable

from ivr.catalogue import catalogue
from ivr.talking.turn import Step
from ivr.trying.trial import Failure


def told(language: str, key: str, **filled: object) -> str:
    return catalogue("trying/words", language)[key].format(**filled)


def failure_told(failure: Failure, language: str) -> str:
    return told(language, failure.what, expected=failure.expected, really=failure.really)


def steps_told(steps: Iterable[Step]) -> str:
    """The nodes a call passed, with what came out where the world was asked."""
    return " → ".join(f"{step} ({step.outcome})" if step.outcome else str(step) for step in steps)
