"""The people of the demo: a newcomer with a buddy, a leave next week, a coaching, and thanks that were said."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from staff.absence import Absence, absences, add_absence
from staff.buddy import buddy_of, put_buddy
from staff.certificate import put_certificate
from staff.coaching import CoachingTask, ask_for_coaching
from staff.thanks import Thanks, say_thanks

BY: Final = "demo"
CENTRE: Final = ZoneInfo("Europe/Istanbul")
EXAMINED: Final = ("ayse", "burak", "can", "deniz", "elif")
LEAVE_BEGINS, LEAVE_LASTS = timedelta(days=7), timedelta(days=5)


def people_are_looked_after(session: Session, now: datetime) -> None:
    """Done again it changes nothing."""
    for agent_id in EXAMINED:
        put_certificate(session, agent_id=agent_id, name="empathy", given_by="Zeynep Öztürk",
                        valid_from=date(2026, 1, 5), valid_until=None, made_by=BY, now=now)  # fmt: skip
    today = now.astimezone(CENTRE).date()
    if buddy_of(session, "elif", today) is None:
        put_buddy(session, newcomer_id="elif", coach_id="deniz", until_on=today + timedelta(days=90), by=BY, now=now)
    _is_coached(session, today, now)
    _are_thanked(session, now)
    _goes_on_leave(session, today, now)


def _is_coached(session: Session, today: date, now: datetime) -> None:
    task = CoachingTask(once="demo:elif", agent_id="elif", coach_id="deniz", cause="conduct", suspends="empathy",
                        about="Müşterinin sözünü kesti, 'benim işim değil' dedi.", case_number="4810",
                        due_on=today + timedelta(days=14), made_by=BY)  # fmt: skip
    ask_for_coaching(session, task, now=now)


def _are_thanked(session: Session, now: datetime) -> None:
    said = {"kind": "colleague", "to_agent": "burak", "from_agent": "ayse", "words": "İzindeyken dosyalarıma baktın."}
    say_thanks(session, Thanks(once="demo:burak", at=now, **said))
    praised = {"kind": "customer", "to_agent": "ayse", "words": "Dediği saatte aradı.", "case_number": "4812"}
    say_thanks(session, Thanks(once="demo:ayse", at=now, **praised))


def _goes_on_leave(session: Session, today: date, now: datetime) -> None:
    if absences(session, since=now, agent_id="deniz"):
        return
    begins = datetime.combine(today + LEAVE_BEGINS, time(8), CENTRE)
    leave = Absence(agent_id="deniz", kind="leave", starts_at=begins, ends_at=begins + LEAVE_LASTS,
                    stand_in_id="elif", made_by=BY)  # fmt: skip
    add_absence(session, leave, now=now)
