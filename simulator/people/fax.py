"""A fax machine: it answers at once and whistles."""

from collections.abc import Mapping
from typing import Any


def fax(told: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"answers_after": 1.0, "fax": True, **told}
