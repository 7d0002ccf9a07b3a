"""What a request to the control API was given."""

import json
import math
from collections.abc import Collection, Mapping
from typing import Any

from flask import request

MOST_BYTES = 256 * 1024
DEEPEST = 12
LARGEST_NUMBER = 1e12
"""Nothing on a telephone network is a greater number than this, be it of seconds or of times."""


def given(*required: str, texts: Collection[str] = (), known: Collection[str] | None = None) -> dict[str, Any]:
    """The JSON body, with the keys that must be there; `texts` must be text, and there are no others than `known`.

    Raises ValueError.
    """
    body = _body()
    missing = [key for key in required if key not in body]
    if missing:
        raise ValueError(f"missing: {', '.join(missing)}")
    strange = [key for key in body if known is not None and key not in known]
    if strange:
        raise ValueError(f"{', '.join(strange)}: not known here, only {', '.join(known or ())}")
    for key in texts:
        if not isinstance(body.get(key, ""), str):
            raise ValueError(f"{key} must be text")
    return body


def given_text(key: str) -> str:
    """One key of the JSON body, which must be text. Raises ValueError."""
    text: str = given(key, texts=(key,), known=(key,))[key]
    return text


def given_seconds(body: Mapping[str, Any], key: str, default: float = 0.0) -> float:
    """Seconds among what was given. Raises ValueError."""
    value = body.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{key} must be a number of seconds")
    return float(value)


def patience(longest: float) -> float:
    """How many seconds the asker will wait for the answer: `wait` in the URL."""
    wait = request.args.get("wait", 0.0, float)
    return min(max(wait, 0.0), longest) if math.isfinite(wait) else 0.0


def _body() -> dict[str, Any]:
    if (request.content_length or 0) > MOST_BYTES:
        raise ValueError("that is too long")
    try:
        body = json.loads(request.get_data() or b"{}")
    except RecursionError:
        raise ValueError("that is nested too deeply") from None
    except ValueError:
        body = None
    if not isinstance(body, Mapping):
        raise ValueError("send a JSON object")
    _check(body)
    return {str(key): value for key, value in body.items()}


def _check(value: object, depth: int = 0) -> None:
    """Only what can be shown again: no halves of letters, no numbers without end. Raises ValueError."""
    if depth > DEEPEST:
        raise ValueError("that is nested too deeply")
    if isinstance(value, str) and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError("there is half a letter in it: text must be Unicode")
    if isinstance(value, int | float) and not abs(value) <= LARGEST_NUMBER:
        raise ValueError(f"a number must lie between {-LARGEST_NUMBER:g} and {LARGEST_NUMBER:g}")
    inside = (
        [*value.keys(), *value.values()] if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    )
    for each in inside:
        _check(each, depth + 1)
