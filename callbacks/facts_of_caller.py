"""What routing is told of a caller, looked up. A webhook waits for it, so it is a handful of small statements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from callbacks.board import Board
from callbacks.caller_marks import CallerMarks, marks_of
from callbacks.earlier_calls import REPEATED_WITHIN, EarlierCall, earlier_calls, is_repeated
from callbacks.figures import owner_free_in
from callbacks.last_agent import Whose, last_agent
from callbacks.old_place import is_back_elsewhere, old_place_of
from callbacks.owner_standing import OwnerStanding, standing_of
from callbacks.place import Place
from cases.civil_day import civil_day
from cases.complaint import COMPLAINT
from cases.identification import Caller, FoundCase, OpenCase, case_by_number
from records.database import reading
from records.errors import RecordsUnavailable
from routing.boosts import boosts_of, tier_boost
from routing.caller_facts import NOBODY_KNOWN, CallerFacts
from routing.lines import agent_line
from staff.agent import agent

HIGH: Final = 1
"""A case of this priority or a higher one is looked at before others; a call about it is a hard one."""
HARD: Final = ("complaint", "hardship", "repeat_caller")
"""What makes a call a hard one, the weightiest first."""

KnownCase = OpenCase | FoundCase


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """Whose facts are wanted, and for which place."""

    board: Board
    place: Place
    caller: Caller

    @property
    def customers(self) -> tuple[str, ...]:
        """Whom the call may be from: the one they are known to be, or all who share the number."""
        return (self.place.customer,) if self.place.customer else tuple(each.id for each in self.caller.customers)

    @property
    def waited_seconds(self) -> float:
        return max((self.board.clock() - self.place.since).total_seconds(), 0.0)

    @property
    def phone(self) -> str:
        return self.caller.caller_id.value


def facts_of_caller(board: Board, place: Place, caller: Caller) -> CallerFacts:
    """Of a number that may be anybody's next time only the case is looked at that its caller named. Of a stranger
    nothing is looked up; without the records nothing is known but the tier."""
    asked = _Asked(board=board, place=place, caller=caller)
    if caller.stranger and not (place.customer or place.case or caller.elsewhere):
        return CallerFacts(waited_seconds=asked.waited_seconds)
    try:
        with reading(board.database) as session:
            return _facts(session, asked)
    except RecordsUnavailable:
        return replace(NOBODY_KNOWN, boosts=boosts_of(_names(asked, None, CallerMarks()), board.policy.boosts))


def _facts(session: Session, asked: _Asked) -> CallerFacts:
    board, place = asked.board, asked.place
    case, calls = _case(session, asked), _earlier(session, asked)
    names = {*_names(asked, case, _marks(session, asked)), *_history(asked, calls)}
    known = CallerFacts(
        waited_seconds=asked.waited_seconds,
        boosts=boosts_of(names, board.policy.boosts),
        hard=_hard(names, case),
        old_place=old_place_of(session, calls, place),
    )
    if not place.owner:
        return known
    if case and case.owner_id:
        known = _with_owner(session, asked, case.owner_id, case.bounces, known)
    known = known if known.owner else _with_owner_elsewhere(session, asked, case, known)
    return known if known.owner else _with_last_agent(session, asked, calls, known)


def _case(session: Session, asked: _Asked) -> KnownCase | None:
    """What the call is about. Unless they said which, of several open cases the one touched last that somebody owns."""
    about, cases = asked.place.case, asked.caller.open_cases
    if about is None:
        return next((case for case in cases if case.owner_id), next(iter(cases), None))
    if known := next((case for case in cases if case.number == about), None):
        return known
    found = case_by_number(session, about)
    return found if found and found.status == "open" else None


def _earlier(session: Session, asked: _Asked) -> tuple[EarlierCall, ...]:
    if not asked.caller.tells:
        return ()
    board = asked.board
    back = max(timedelta(days=board.policy.last_agent_days), REPEATED_WITHIN)
    return earlier_calls(
        session,
        call=asked.place.call,
        phone=asked.phone,
        customer=asked.place.customer,
        since=board.clock() - back,
    )


def _marks(session: Session, asked: _Asked) -> CallerMarks:
    return marks_of(
        session,
        call=asked.place.call,
        phone=asked.phone if asked.caller.tells else None,
        customers=asked.customers,
        on=civil_day(asked.board.clock()),
    )


def _names(asked: _Asked, case: KnownCase | None, marks: CallerMarks) -> Iterator[str]:
    """What this call is, beside an ordinary one: names of boosts."""
    tiers = {each.tier for each in asked.caller.customers if each.id in asked.customers}
    if len(tiers) == 1 and (tier := tier_boost(tiers.pop(), asked.board.policy.boosts)):
        yield tier
    if case and case.reason == COMPLAINT:
        yield "complaint"
    if case and case.public:
        yield "public_complaint"
    if marks.hardship:
        yield "hardship"
    if marks.escalation:
        yield "escalation"


def _history(asked: _Asked, calls: Sequence[EarlierCall]) -> Iterator[str]:
    board, place = asked.board, asked.place
    cases = [case.number for case in asked.caller.open_cases if place.case in (None, case.number)]
    if is_repeated(calls, cases, board.clock()):
        yield "repeat_caller"
    if is_back_elsewhere(board, calls, place, asked.phone):
        yield "returning"


def _hard(names: set[str], case: KnownCase | None) -> str:
    found = next((name for name in HARD if name in names), "")
    return found or ("priority" if case and case.priority >= HIGH else "")


def _with_owner(session: Session, asked: _Asked, owner: str, bounces: int, known: CallerFacts) -> CallerFacts:
    board, standing = asked.board, standing_of(session, asked.board, owner)
    if not standing.works_here:
        return replace(known, owner_left=owner)
    return replace(
        known,
        owner=owner,
        team=standing.team,
        owner_away_until=f"{civil_day(standing.away_until):%d.%m.%Y}" if standing.away_until else "",
        **_forced(session, board, standing, bounces),
        stand_ins=standing.stand_ins,
        owner_open_cases=standing.open_cases,
        owner_waiting=board.floor.line_facts(agent_line(owner), limit=1).waiting,
        owner_free_in=owner_free_in(board, owner),
    )


def _forced(session: Session, board: Board, standing: OwnerStanding, bounces: int) -> dict[str, Any]:
    """Passed on too often: it is the owner's lead's as well, where there is one who works here."""
    rules = board.care.ownership
    if not 0 < rules.bounces_force_lead <= bounces:
        return {}
    known = agent(session, standing.agent)
    lead = agent(session, known.lead_id) if known and known.lead_id else None
    if lead is None or not lead.active or lead.id in (standing.agent, *standing.stand_ins):
        return {}
    return {"bounces": bounces, "lead": lead.id, "lead_seconds": rules.lead_seconds}


def _with_owner_elsewhere(session: Session, asked: _Asked, case: KnownCase | None, known: CallerFacts) -> CallerFacts:
    """Whom the CRM names, where our own records name nobody who still works here."""
    told = asked.caller.elsewhere
    if told is None or not (told.agent or told.name):
        return known
    if told.agent is None:
        return replace(known, crm_owner_unknown=told.name)
    theirs = _with_owner(session, asked, told.agent, case.bounces if case else 0, known)
    return replace(theirs, crm_seconds_ago=told.seconds_ago)


def _with_last_agent(session: Session, asked: _Asked, calls: Sequence[EarlierCall], known: CallerFacts) -> CallerFacts:
    if not asked.caller.tells:
        return known
    anew = [each.led_anew_since for each in asked.caller.customers if each.led_anew_since]
    whose = Whose(customers=asked.customers, phone=asked.phone, since=max(anew, default=None))
    found = last_agent(session, calls, whose, policy=asked.board.policy, now=asked.board.clock())
    if found is None:
        return known
    free_in = owner_free_in(asked.board, found.agent)
    return replace(known, last_agent=found.agent, last_agent_why=found.why, owner_free_in=free_in)
