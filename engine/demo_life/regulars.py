"""The demo's own customers: who rings in by themselves, and by their numbers are told from whoever tries the demo."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from cases.case import Case
from cases.customer import Customer, CustomerPhone
from staff.agent import agent


@dataclass(frozen=True, kw_only=True)
class Regular:
    """`owner` has an open case of theirs, `case`, about `subject`; without one they are led through the menus."""

    number: str
    name: str
    language: str = "tr"
    owner: str | None = None
    case: str = ""
    subject: str = ""
    reason: str = "other"


REGULARS: Final = (
    Regular(number="+905421112233", name="Işıl İnci", owner="deniz"),
    Regular(number="+905559990111", name="Gülizar Ak", owner="burak", case="4805", subject="Kombi her akşam duruyor",
            reason="repair"),
    Regular(number="+442079460112", name="Sarah Collins", language="en", owner="can", case="4806",
            subject="The installation was not finished", reason="installation"),
    Regular(number="+905333334455", name="Çağrı Güneş"),
    Regular(number="+905559990113", name="Hatice Koç"),
    Regular(number="+905559990114", name="Orhan Tuna"),
    Regular(number="+905559990115", name="Şule Ergin"),
    Regular(number="+905559990116", name="İbrahim Usta"),
    Regular(number="+905559990117", name="Yağmur Özkan"),
    Regular(number="+905559990118", name="Kâmil Doğan"),
    Regular(number="+442079460119", name="Oliver Grant", language="en"),
    Regular(number="+442079460120", name="Amelia Hughes", language="en"),
    Regular(number="+442079460121", name="Priya Shah", language="en"),
)  # fmt: skip
NUMBERS: Final = frozenset(one.number for one in REGULARS)
FOR_THE_NEWCOMER: Final = Regular(
    number="+905559990042", name="Derya Aksoy", owner="elif", case="4807", subject="Faturam iki katına çıktı",
    reason="billing",
)  # fmt: skip
"""Whose case is Elif's: whoever tries the demo calls as her, and it rings at Elif's desk at once."""


def regulars_have_cases(session: Session, now: datetime, new_id: Callable[[], str]) -> None:
    """Done again it changes nothing; in a centre without the demo's agents nothing is written."""
    for one in (*REGULARS, FOR_THE_NEWCOMER):
        if one.case and one.owner and session.get(Case, one.case) is None and agent(session, one.owner) is not None:
            customer = Customer(id=new_id(), name=one.name, language=one.language, known_since=now)
            customer.phones.append(CustomerPhone(phone=one.number))
            session.add(customer)
            session.flush()
            session.add(Case(number=one.case, customer_id=customer.id, phone=one.number, subject=one.subject,
                             reason=one.reason, owner_id=one.owner, opened_at=now, last_touched_at=now))  # fmt: skip
