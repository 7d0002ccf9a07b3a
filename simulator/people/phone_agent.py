"""An agent with a telephone: answers, listens, accepts with a key, talks."""

from collections.abc import Mapping
from typing import Any

USUAL_ANSWER_SECONDS = 3.0


def phone_agent(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """Accepts with 1 unless told otherwise; `rejects: true` presses 2."""
    does = {key: value for key, value in told.items() if key != "rejects"}
    if set(does) & {"busy", "declines", "never_answers", "unreachable", "voicemail", "steps"}:
        return does
    return {"answers_after": USUAL_ANSWER_SECONDS, "presses": "2" if told.get("rejects") else "1", **does}
