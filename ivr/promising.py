"""A caller is promised a call: in the books and in writing first, then on the record of their call, then in words."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from callbacks.callback import Callback
from callbacks.dialler.making import make_callback
from callbacks.dialler.wanted import CallbackRefused, CallbackWanted, Made
from callbacks.dialler.window import first_moment
from callbacks.dialler.zones import zone_of
from callbacks.noting import note
from cases.number_on_record import takes_messages
from ivr.voice_board import VoiceBoard
from records.database import writing


@dataclass(frozen=True, kw_only=True)
class Promised:
    """`earliest` is the first moment at which they may be called. `texted`: the number of the case is on its way to
    them in writing. Not `new` is what was promised before."""

    id: str
    phone: str
    due: datetime
    begin: datetime
    earliest: datetime
    case: str
    agent: str | None
    texted: bool
    new: bool


def promise_to_call(voice: VoiceBoard, wanted: CallbackWanted, *, call: str) -> Promised:
    """Raises CallbackRefused and RecordsUnavailable: then nothing was promised."""
    with writing(voice.database) as session:
        made = _made(session, voice, wanted, call)
        row, customer = made.callback, made.callback.customer_id
        promised = Promised(id=row.id, phone=row.phone, due=row.due_at, begin=row.not_before,
                            earliest=_earliest(session, voice, row), case=row.case_number,
                            agent=row.agent_id, texted=made.message is not None, new=made.new)  # fmt: skip
    if made.message is not None:
        voice.jobs.send(made.message)
    told = {"case": promised.case, "due": promised.due.isoformat()}
    note(voice, "callback_promised", call, told, once=wanted.once)
    if wanted.case_number is None:
        note(voice, "identified", call, {"case": promised.case, "customer": customer}, once=wanted.once)
    return promised


def _earliest(session: Session, voice: VoiceBoard, row: Callback) -> datetime:
    begins = max(row.not_before, voice.clock())
    return first_moment(voice, session, row.phone, zone_of(session, row), row.queue, begins) or begins


def _made(session: Session, voice: VoiceBoard, wanted: CallbackWanted, call: str) -> Made:
    """Why nobody calls them is on the record of their call."""
    try:
        return make_callback(session, voice, wanted)
    except CallbackRefused as refused:
        note(voice, "callback_refused", call, {"why": refused.why}, once=wanted.once)
        raise


def text_to(calling: str | None, phone: str) -> str:
    """Where a caller has it in writing: at the telephone in their hand, else at the one we shall call."""
    return calling if calling and takes_messages(calling) else phone
