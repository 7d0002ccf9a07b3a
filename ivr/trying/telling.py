"""What trying a flow has to say, in Turkish and English."""

import json
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import cast

from ivr.talking.turn import Step
from ivr.trying.trial import Failure


def told(language: str, key: str, **filled: object) -> str:
    return _words(language)[key].format(**filled)


def failure_told(failure: Failure, language: str) -> str:
    return told(language, failure.what, expected=failure.expected, really=failure.really)


def steps_told(steps: Iterable[Step]) -> str:
    """The nodes a call passed, with what came out where the world was asked."""
    return " → ".join(f"{step} ({step.outcome})" if step.outcome else str(step) for step in steps)


@cache
def _words(language: str) -> dict[str, str]:
    file = resources.files("ivr") / "trying" / "words" / f"{language}.json"
    return cast(dict[str, str], json.loads(file.read_text(encoding="utf-8")))
