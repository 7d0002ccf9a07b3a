"""A machine that answers: it greets, beeps, records what it hears, and presses nothing."""

from collections.abc import Mapping
from typing import Any

USUAL_GREETING = "Şu anda telefona bakamıyorum, lütfen sinyal sesinden sonra mesaj bırakın."


def answering_machine(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """`greeting: text`, answering after `answers_after` seconds."""
    does = {key: value for key, value in told.items() if key != "greeting"}
    return {**does, "voicemail": told.get("greeting") or told.get("voicemail") or USUAL_GREETING}
