"""What the network tells of a leg we called goes with its attempt, whichever way it comes into the books."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from telephony.attempt import observe, told_who_answered
from telephony.errors import AttemptUnknown


def keep_with_attempt(session: Session, kind: str, data: Mapping[str, Any], *, at: datetime) -> None:
    """`leg`: how it fares; `answerer`: who picked up. Nothing for other kinds, or a token of another installation."""
    try:
        match kind:
            case "leg":
                observe(session, str(data["token"]), leg=str(data["leg"]), status=str(data["status"]), now=at)
            case "answerer":
                told_who_answered(session, str(data["token"]), leg=str(data["leg"]), by=str(data["by"]), now=at)
    except AttemptUnknown:
        return
