"""What was kept long enough loses what is personal in it, and statistics stay."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from callbacks.retention import forget_by_age
from cases.case import Case
from cases.customer import Customer
from cases.erasure import Erasure
from cases.legal_hold import HoldWanted, end_hold, hold
from cases.privacy import Privacy
from cases.recording_consent import RecordingConsent
from ivr.voice_board import VoiceBoard
from records.audit import first_break
from records.call_record import CallRow
from records.database import reading, writing
from records.journal import EventRow
from simulator.sentences import Phone
from tests.journeys.test_trouble import MEHMET
from tests.world import NUMBER, World

YEAR = timedelta(days=366)


@pytest.fixture
def after_a_year(world: World) -> VoiceBoard:
    """Mehmet called a year ago; his case was closed then."""
    phone = Phone(world.sim, world.advance, number=NUMBER)
    phone.call(MEHMET, name="Mehmet").waits(5).hangs_up()
    world.advance(20)
    with writing(world.voice.database) as session:
        session.execute(update(Case).values(status="closed", closed_at=world.clock(), last_touched_at=world.clock()))
        session.execute(update(Customer).values(known_since=world.clock()))
    now = world.clock() + YEAR
    care = replace(world.voice.care, privacy=Privacy(calls_days=365, cases_days=365, customers_days=0))
    return replace(world.voice, care=care, clock=lambda: now)


def test_a_call_that_was_kept_long_enough_is_a_call_of_nobody(after_a_year: VoiceBoard) -> None:
    done = forget_by_age(after_a_year)
    assert done["calls"] == 1 and done["cases"] > 1
    with reading(after_a_year.database) as session:
        call = session.scalars(select(CallRow)).one()
        told = str([(one.kind, one.data) for one in session.scalars(select(EventRow).where(EventRow.call == call.sid))])
        subjects = session.scalars(select(Case.subject)).all()
        assert (call.from_number, call.outcome is None, MEHMET in told) == (None, False, False)
        assert set(subjects) == {None} and first_break(session) is None
        assert session.scalars(select(Customer).where(Customer.phones.any(phone=MEHMET))).one().name == "Mehmet Kaya"
    assert forget_by_age(after_a_year) == {"calls": 0, "recordings": 0, "cases": 0}


def test_whoever_called_lately_keeps_nobody_else_from_being_forgotten(after_a_year: VoiceBoard) -> None:
    board = replace(after_a_year, care=replace(after_a_year.care, privacy=Privacy(calls_days=0, customers_days=365)))
    with writing(board.database) as session:
        session.execute(update(CallRow).values(ended_at=board.clock()))
        everybody = len(session.scalars(select(Customer.id)).all())
    assert forget_by_age(board)["customers"] == everybody - 1


def test_what_is_held_for_the_law_is_passed_over_until_the_hold_ends(after_a_year: VoiceBoard) -> None:
    now = after_a_year.clock()
    with writing(after_a_year.database) as session:
        kept = hold(session, HoldWanted(case_number="4812", reason="Dava"), who="hukuk", now=now).id
    forget_by_age(after_a_year)
    with writing(after_a_year.database) as session:
        assert session.get_one(Case, "4812").subject
        end_hold(session, kept, who="hukuk", now=now)
    forget_by_age(after_a_year)
    with reading(after_a_year.database) as session:
        assert session.get_one(Case, "4812").subject is None


def test_who_was_not_heard_of_for_long_is_forgotten_as_if_they_had_asked(after_a_year: VoiceBoard) -> None:
    board = replace(after_a_year, care=replace(after_a_year.care, privacy=Privacy(customers_days=365)))
    asked = forget_by_age(board)["customers"]
    with reading(board.database) as session:
        assert asked == len(session.scalars(select(Erasure)).all()) > 1
        assert len(session.scalars(select(RecordingConsent)).all()) == 0
