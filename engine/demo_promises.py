"""What was promised in the demo before today: kept, broken and made good, waiting for a customer, and two visits."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from cases.case import Case
from cases.promise import Promise, end_promise, make_good, make_promise
from cases.promise_pause import begin_pause
from cases.visit import Plan, Visit, end_visit, pack, plan_visit
from cases.visit_rules import VisitRules

DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)
CLOCK: Final = "clock"
FIELD_WORKER: Final = "3417"
KEPT: Final = (
    ("4808", "update", "Ekibin ne zaman geleceği bildirilir", "deniz", 9),
    ("4808", "visit", "Sayaç yerinde okunur", "deniz", 7),
    ("4810", "update", "Bankanın cevabı bildirilir", "deniz", 5),
    ("4811", "delivery", "The right colour is sent", "ayse", 4),
    ("4812", "update", "Kargonun nerede olduğu bildirilir", "ayse", 3),
    ("4814", "answer", "Kesintinin nedeni bildirilir", "can", 2),
)
"""Case, kind, what, by whom, how many days ago."""


def promise_in_the_demo(session: Session, visits: VisitRules, now: datetime) -> None:
    """Done again it changes nothing; in a centre without the demo's cases nothing is promised."""
    done_before = session.scalars(select(Promise.id).where(Promise.what == KEPT[0][2]).limit(1)).first()
    if done_before is not None or not all(session.get(Case, case) for case in ("4808", "4810", "4811", "4813")):
        return
    for case, kind, what, agent, days in KEPT:
        promise = _made(session, case, kind, what, agent, now - days * DAY)
        end_promise(session, promise.id, "kept", now - (days - 1) * DAY - HOUR, who=agent)
    _broken_and_made_good(session, now)
    _waits_for_the_customer(session, now)
    _arrived_without_the_part(session, visits, now)
    _comes_again(session, visits, now)


def _made(session: Session, case: str, kind: str, what: str, agent: str, at: datetime) -> Promise:
    return make_promise(session, case_number=case, kind=kind, what=what, due_at=at + DAY, by_agent=agent, now=at)


def _broken_and_made_good(session: Session, now: datetime) -> None:
    promise = _made(session, "4810", "decision", "İtiraz sonucu bildirilir", "deniz", now - 6 * DAY)
    end_promise(session, promise.id, "broken", now - 5 * DAY, who=CLOCK)
    said = "Geç kaldığımızı arayıp söyledik, gecikme bedelini sildik"
    make_good(session, promise, who="deniz", note=said, now=now - 5 * DAY + HOUR)


def _waits_for_the_customer(session: Session, now: datetime) -> None:
    promise = make_promise(session, case_number="4811", kind="decision", what="We decide about the compensation",
                           due_at=now + 3 * DAY, by_agent="ayse", now=now - DAY)  # fmt: skip
    begin_pause(session, promise, reason="Photographs of the wrong colour", by="ayse", until=now + 10 * DAY,
                now=now - 2 * HOUR)  # fmt: skip


def _arrived_without_the_part(session: Session, visits: VisitRules, now: datetime) -> None:
    at = now - 2 * DAY
    plan = Plan(what="Servis gelir", starts_at=at + 20 * HOUR, until=at + DAY, worker_id=FIELD_WORKER)
    visit = _planned(session, visits, plan, at)
    end_visit(session, visit, "without_part", missing=["usual_parts"], note="Fan motoru yoktu", who="burak",
              now=at + 23 * HOUR)  # fmt: skip
    session.get_one(Promise, visit.promise_id).escalation_candidate = "arrived_without_part"


def _comes_again(session: Session, visits: VisitRules, now: datetime) -> None:
    plan = Plan(what="Fan motoruyla yeniden gelinir", starts_at=now + 30 * HOUR, until=now + 33 * HOUR,
                worker_id=FIELD_WORKER)  # fmt: skip
    visit = _planned(session, visits, plan, now - HOUR)
    pack(session, visit, ["identity_card", "tools"], who="burak", now=now)


def _planned(session: Session, visits: VisitRules, plan: Plan, at: datetime) -> Visit:
    case = session.get_one(Case, "4813")
    return plan_visit(session, case, plan, visits.checklist("repair"), who="burak", now=at)
