"""Legal holds from the keyboard."""

from collections.abc import Sequence

from cases.case import Case
from cases.customer import Customer
from cases.legal_hold import HoldWanted, LegalHold, end_hold, hold, holds
from engine.demo_clock import clock_of
from engine.demo_settings import source_here
from engine.errors import OrderRefused
from engine.hours_desk import who_orders
from engine.stores import database_of
from records.database import reading, writing


def standing_here() -> Sequence[LegalHold]:
    with reading(database_of(source_here().settings())) as session:
        return holds(session, standing=True)


def hold_here(*, customer_id: str | None, case_number: str | None, reason: str | None) -> None:
    """Raises OrderRefused where it is not said what to keep, or why, or there is no such thing."""
    if (customer_id is None) == (case_number is None):
        raise OrderRefused("Say what to keep: either --customer or --case.")
    if not reason:
        raise OrderRefused("Say why: --reason.")
    settings = source_here().settings()
    with writing(database_of(settings)) as session:
        known = session.get(Customer, customer_id) if customer_id else session.get(Case, case_number)
        if known is None:
            raise OrderRefused(f"There is no {f'customer {customer_id}' if customer_id else f'case {case_number}'}.")
        wanted = HoldWanted(reason=reason, customer_id=customer_id, case_number=case_number)
        hold(session, wanted, who=who_orders(None), now=clock_of(settings)())


def end_here(number: int) -> None:
    """Raises OrderRefused where there is none of that number."""
    settings = source_here().settings()
    with writing(database_of(settings)) as session:
        if end_hold(session, number, who=who_orders(None), now=clock_of(settings)()) is None:
            raise OrderRefused(f"There is no legal hold {number}.")
