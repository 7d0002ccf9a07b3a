"""A supervisor called into a conversation: listens, says something, and goes.

Who hears them (nobody, the agent alone, everybody) is decided by the conference they are put into.
"""

from collections.abc import Mapping
from typing import Any

OWN = ("listens", "says", "talks", "presses", "after_hearing")
LISTENS_SECONDS = 10.0
LEAVES_SECONDS = 2.0


def supervisor(told: Mapping[str, Any]) -> Mapping[str, Any]:
    """`listens: 20` seconds, `says: text` or several, `talks: 30`, then hangs up; `presses` a key before, if asked."""
    if "steps" in told:
        return told
    steps: list[Any] = []
    if told.get("after_hearing"):
        steps.append({"hears": told["after_hearing"]})
    if told.get("presses"):
        steps.append({"presses": told["presses"]})
    steps += ["joins", {"waits": told.get("listens", LISTENS_SECONDS)}]
    said = told.get("says") or []
    steps += [{"says": text} for text in ([said] if isinstance(said, str) else said)]
    if told.get("talks"):
        steps.append({"talks": told["talks"]})
    steps += [{"waits": LEAVES_SECONDS}, "hangs_up"]
    return {**{key: value for key, value in told.items() if key not in OWN}, "steps": steps}
