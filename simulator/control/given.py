"""What a request to the control API was given."""

from collections.abc import Mapping
from typing import Any

from flask import request

MOST_BYTES = 256 * 1024


def given(*required: str) -> dict[str, Any]:
    """The JSON body, with the keys that must be there. Raises ValueError."""
    if (request.content_length or 0) > MOST_BYTES:
        raise ValueError("that is too long")
    body = request.get_json(silent=True)
    if not isinstance(body, Mapping):
        raise ValueError("send a JSON object")
    missing = [key for key in required if key not in body]
    if missing:
        raise ValueError(f"missing: {', '.join(missing)}")
    return {str(key): value for key, value in body.items()}


def given_text(key: str) -> str:
    """One key of the JSON body, which must be text. Raises ValueError."""
    value = given(key)[key]
    if not isinstance(value, str):
        raise ValueError(f"{key} must be text")
    return value
