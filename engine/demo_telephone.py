"""What telephones brought in the demo before today: who asked for a manager, who is to be called, who was passed on,
what everybody must have read, and what a manager heard who rang in as a customer."""

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from callbacks.callback import Callback, open_callback, promise_kept_in_mind
from cases.bounce import customer_bounces, owner_is_forced
from cases.case import Case
from cases.manager_request import ask_for_manager
from cases.promise import make_promise
from cases.wrap_up import complete_wrap_up
from records.answer import WebhookAnswer, store
from records.journal import Event, append
from records.owed_call import CALLBACK
from records.projecting import project
from staff.briefing import acknowledge, briefings, put_briefing

DAY: Final = timedelta(days=1)
ASKED: Final = (("4810", "billing", 6), ("4808", "billing", 3), ("4813", "repair", 2))
"""Case, why a manager was asked for, days ago."""
HAVE_READ: Final = ("ayse", "burak", "deniz")
MYSTERY: Final = "demo-mystery"
MANAGER: Final = "+905550000010"
HEARD: Final = (
    (0.2, "Sahip Destek'e hoş geldiniz."),
    (9.5, "Teslimat için 1, tamir için 2, fatura için 3, başka her şey için 0."),
    (15.0, "Ayşe Demir aranıyor, lütfen hatta kalın."),
)
"""Seconds into the call, and what was said."""
ANSWERED_AFTER: Final = timedelta(seconds=21)
TALKED: Final = timedelta(seconds=95)


def telephones_rang_before(session: Session, now: datetime) -> None:
    """Done again it changes nothing; in a centre without the demo's cases nothing is written."""
    if session.scalars(select(Callback.id).where(Callback.id == "demo-callback").limit(1)).first() is not None:
        return
    if not all(session.get(Case, case) for case in ("4808", "4810", "4813")):
        return
    for case, reason, days in ASKED:
        ask_for_manager(session, once=f"demo:{case}", call=f"demo-{case}", customer_id=None, case_number=case,
                        reason=reason, now=now - timedelta(days=days))  # fmt: skip
    _was_passed_on(session, now)
    complete_wrap_up(session, case_number="4813", agent_id="burak", disposition="follow_up", now=now,
                     next_action="Depodan fan motorunu iste", next_action_due=now + DAY)  # fmt: skip
    _is_to_be_called(session, now)
    _everybody_is_briefed(session, now)
    _a_manager_rang_in(session, now - 2 * DAY)


def _was_passed_on(session: Session, now: datetime) -> None:
    """Twice, to colleagues who could not know them: the next call is the owner's or the lead's."""
    case = session.get_one(Case, "4808")
    for days, agent in ((3, "can"), (1, "burak")):
        customer_bounces(session, case, call=f"demo-passed-{days}", agent_id=agent, now=now - days * DAY)
    owner_is_forced(session, case, now - DAY)


def _is_to_be_called(session: Session, now: datetime) -> None:
    case = session.get_one(Case, "4808")
    if case.phone is None or open_callback(session, case.phone) is not None:
        return
    promise = make_promise(session, case_number=case.number, kind=CALLBACK, what="Sayaç okuma gününü söylemek için",
                           due_at=now + timedelta(hours=20), by_agent=case.owner_id, now=now)  # fmt: skip
    callback = Callback(id="demo-callback", phone=case.phone, queue="destek", language="tr", call="demo-4808",
                        customer_id=case.customer_id, case_number=case.number, place_at=now,
                        not_before=now + timedelta(hours=18), until=promise.due_at)  # fmt: skip
    promise_kept_in_mind(session, promise, callback)


def _everybody_is_briefed(session: Session, now: datetime) -> None:
    if briefings(session):
        return
    said = "Kargo firması grevde: teslim günü söylemeden önce sevkiyata sorun."
    told = "The carrier is on strike: ask shipping before you name a day of delivery."
    briefing = put_briefing(session, name="carrier_strike", text_tr=said, text_en=told, required_from=date(2026, 1, 5),
                            ask_again=False, by="zeynep", now=now - DAY)  # fmt: skip
    for agent in HAVE_READ:
        acknowledge(session, briefing, agent, now)


def _a_manager_rang_in(session: Session, at: datetime) -> None:
    """Selin rang the number for mystery calls: the journal has the call, the kept answers what was said in it."""
    picked_up = at + ANSWERED_AFTER
    over = picked_up + TALKED
    data = {"from": MANAGER, "kind": "number", "to": "+908502220003", "flow": "mystery", "language": "tr"}
    story: tuple[tuple[str, datetime, str | None, dict[str, str]], ...] = (
        ("arrived", at, None, data),
        ("marked", at, None, {"as": "mystery"}),
        ("waiting", at + timedelta(seconds=15), None, {"queue": "destek"}),
        ("answered", picked_up, "ayse", {}),
        ("ended", over, None, {"by": "caller", "status": "completed"}),
    )
    events = [
        Event(id=f"{MYSTERY}:{kind}", kind=kind, at=when, call=MYSTERY, agent=agent, data=told)
        for kind, when, agent, told in story
    ]
    append(session, events)
    project(session, events)
    store(session, [
        WebhookAnswer(key=f"{MYSTERY}:{seconds}", call=MYSTERY, at=at + timedelta(seconds=seconds),
                      body=f"<Response><Say>{said}</Say></Response>")
        for seconds, said in HEARD
    ])  # fmt: skip
