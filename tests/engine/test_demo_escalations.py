"""The demo has an escalation to be looked at, and its clock does not dig up what was settled in it."""

from sqlalchemy import select

from callbacks.callback import Callback
from engine.demo_escalations import went_further_up_before
from engine.demo_telephone import telephones_rang_before
from escalations.candidates import look_for_candidates
from escalations.escalation import Escalation
from escalations.explaining import explained
from records.database import reading, writing
from tests.world import World


def test_who_was_passed_on_has_heard_from_the_lead_and_the_owner_still_owes_their_call(world: World) -> None:
    now = world.clock()
    for _ in range(2):
        with writing(world.voice.database) as session:
            telephones_rang_before(session, now)
            went_further_up_before(session, now)
    look_for_candidates(world.voice)
    with reading(world.voice.database) as session:
        [found] = session.scalars(select(Escalation).where(Escalation.case_number == "4808")).all()
        owed = session.get_one(Callback, "demo-callback")
    assert (found.answered_by, found.outcome) == ("zeynep", None)
    assert all(line.tr and line.en for line in explained(found.reasons, world.voice.escalations.table))
    assert (owed.agent_id, owed.state) == ("deniz", "scheduled")
