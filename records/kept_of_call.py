"""What SQL has kept of a call, as far as a webhook must know it before it answers."""

from dataclasses import dataclass, field

from sqlalchemy import bindparam, literal, select, union_all
from sqlalchemy.orm import Session

from records.answer import StoredAnswer
from records.call_record import CallRow

_ANSWERS, _CALLS = StoredAnswer.__table__.c, CallRow.__table__.c
_STAGE = ""
"""In the place of a webhook's key: the call's stage."""
_KEPT = union_all(
    select(_ANSWERS.key, _ANSWERS.body).where(_ANSWERS.call == bindparam("call")),
    select(literal(_STAGE), _CALLS.stage).where(_CALLS.sid == bindparam("call")),
)


@dataclass(frozen=True, kw_only=True)
class KeptOfCall:
    """`answers` are those its webhooks were given, by their keys. `over` is a call that has ended."""

    answers: dict[str, str] = field(default_factory=dict)
    over: bool = False


def kept_of_call(session: Session, call: str) -> KeptOfCall:
    """In one look, because every call asks it when it begins."""
    answers = {str(row[0]): str(row[1]) for row in session.execute(_KEPT, {"call": call})}
    return KeptOfCall(over=answers.pop(_STAGE, "") == "ended", answers=answers)
