"""An agent asks a colleague or somebody outside, or hands the case over: who is where, and whose the case is then."""

from contextlib import suppress

import pytest
from sqlalchemy import select

from cases.ownership import owner_of
from escalations.errors import ExpertNotCalled
from escalations.transfer.transfer import Transfer
from records.database import reading, writing
from simulator import Killed, transcript
from staff.notice import NoticeRow
from telephony.attempt import AttemptRow, begin, observe
from tests.journeys.asked_in import NOTARY, TOLD, asks_expert
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, dialled, signs_in, state_of
from tests.journeys.transfers import asks, hangs_up, nobody_is_left, now_of, they_talk, way_of, wishes
from tests.world import World


def test_an_expert_outside_hears_what_the_agent_chose_to_tell_joins_and_leaves(world: World) -> None:
    caller = they_talk(world)
    answers(world, NOTARY, "Noter", after_hearing="1'e")
    transfer = asks_expert(world, caller)
    world.advance(25)
    assert now_of(world, transfer).state == "consulting", transcript(world.sim.trace)
    assert TOLD in " ".join(transcript(world.sim.trace).split())
    assert not wishes(world, transfer, "leave", "agent"), "nobody leaves a customer to somebody outside"
    assert wishes(world, transfer, "join", "agent")
    world.advance(5)
    assert now_of(world, transfer).state == "merged"
    hangs_up(world, NOTARY)
    world.advance(5)
    assert now_of(world, transfer).state == "returned", transcript(world.sim.trace)
    hangs_up(world, MEHMET)
    world.advance(30)
    nobody_is_left(world)


def test_a_machine_at_the_experts_number_never_comes_in(world: World) -> None:
    caller = they_talk(world)
    world.sim.person(NOTARY, "Noter", kind="voicemail", answers_after=3)
    transfer = asks_expert(world, caller)
    world.advance(60)
    assert way_of(world, transfer) == ["requested", "brief_ready", "ringing", "returned"], transcript(world.sim.trace)
    assert state_of(world, "ayse") == "talking"
    hangs_up(world, MEHMET)
    world.advance(30)
    nobody_is_left(world)


def test_a_number_we_never_call_is_refused_before_anything_is_heard(world: World) -> None:
    caller = they_talk(world)
    for phone in ("112", "+1 900 555 0100", "+870 773 111 632", MEHMET):
        with pytest.raises(ExpertNotCalled):
            asks_expert(world, caller, phone)
    with reading(world.voice.database) as session:
        assert not session.scalars(select(AttemptRow).where(AttemptRow.kind == "expert")).all()


def test_a_case_is_the_colleagues_once_the_agent_has_left_and_both_are_told(world: World) -> None:
    caller = they_talk(world)
    answers(world, BURAK, "Burak", after_hearing="sizin olur")
    signs_in(world, "burak")
    transfer = asks(world, caller, "burak", kind="hand_over")
    world.advance(30)
    assert now_of(world, transfer).state == "consulting", transcript(world.sim.trace)
    case = str(now_of(world, transfer).case_number)
    with reading(world.voice.database) as session:
        assert owner_of(session, case) == "ayse"
    assert wishes(world, transfer, "leave", "agent")
    world.advance(5)
    with reading(world.voice.database) as session:
        assert owner_of(session, case) == "burak"
        told = session.execute(select(NoticeRow.agent_id, NoticeRow.key).where(NoticeRow.case_number == case)).all()
    assert {("burak", "notice_case_came"), ("ayse", "notice_case_went")} <= {tuple(one) for one in told}


def test_a_colleague_who_is_only_asked_leaves_and_the_agent_goes_on(world: World) -> None:
    caller = they_talk(world)
    answers(world, BURAK, "Burak", after_hearing="1")
    signs_in(world, "burak")
    line = {"kind": "consult", "call": caller.sid, "agent_id": "ayse", "queue": world.voice.policy.default_queue}
    status, told = world.ask("POST", "/api/v1/transfers", line, key=world.key)
    assert status == 200, told
    world.settle()
    transfer = transfer_by(world, told["id"])
    world.advance(30)
    assert now_of(world, transfer).state == "consulting", transcript(world.sim.trace)
    assert wishes(world, transfer, "leave", "colleague")
    world.advance(5)
    assert now_of(world, transfer).state == "returned", transcript(world.sim.trace)
    assert (state_of(world, "ayse"), state_of(world, "burak")) == ("talking", "wrap_up")
    hangs_up(world, MEHMET)
    world.advance(30)
    nobody_is_left(world)


def transfer_by(world: World, transfer_id: str) -> Transfer:
    with reading(world.voice.database) as session:
        return session.get_one(Transfer, transfer_id)


def test_what_cannot_be_asked_for_is_refused_in_words(world: World) -> None:
    caller = they_talk(world)
    asked = {"call": caller.sid, "agent_id": "ayse"}
    for more, status, why in (
        ({"kind": "expert", "phone": "112"}, 409, "not called"),
        ({"kind": "expert"}, 409, "Nobody is named"),
        ({"kind": "consult", "phone": NOTARY}, 422, "Only an expert"),
        ({"kind": "consult", "queue": "yok"}, 422, "no line"),
    ):
        given, told = world.ask("POST", "/api/v1/transfers", {**asked, **more}, key=world.key)
        assert given == status and why in str(told), (given, told)


def test_an_expert_is_called_no_more_often_than_any_other_number(world: World) -> None:
    caller, now = they_talk(world), world.voice.clock()
    with writing(world.voice.database) as session:
        for turn in range(world.voice.dialler.budgets.per_number_a_day):
            before = begin(session, token=f"T{turn}", kind="expert", subject=f"S{turn}", destination=NOTARY, now=now)
            observe(session, before.token, leg=f"CA{turn}", status="completed", now=now)
    with pytest.raises(ExpertNotCalled, match="number_budget"):
        asks_expert(world, caller)


def test_a_case_that_nobody_takes_over_stays_whose_it_was_and_its_owner_is_told(world: World) -> None:
    caller = they_talk(world)
    answers(world, BURAK, "Burak", after_hearing="sizin olur", presses="2")
    signs_in(world, "burak")
    transfer = asks(world, caller, "burak", kind="hand_over")
    world.advance(40)
    known = now_of(world, transfer)
    assert known.state == "returned", transcript(world.sim.trace)
    with reading(world.voice.database) as session:
        told = session.scalars(select(NoticeRow.key).where(NoticeRow.agent_id == "ayse")).all()
        assert owner_of(session, str(known.case_number)) == "ayse"
    assert "notice_hand_over_stays" in told


def test_an_expert_who_hangs_up_unheard_costs_nobody_the_conversation(world: World) -> None:
    caller = they_talk(world)
    answers(world, NOTARY, "Noter", after_hearing="niemals")
    transfer = asks_expert(world, caller)
    world.advance(6)
    world.sim.fault("callback_lost", times=20, only="completed")
    hangs_up(world, NOTARY)
    world.advance(40)
    assert now_of(world, transfer).state == "returned", transcript(world.sim.trace)
    hangs_up(world, MEHMET)
    hangs_up(world, AYSE)
    world.advance(60)
    nobody_is_left(world)


@pytest.mark.parametrize(("when", "calls", "then"), [("before", 0, "returned"), ("after", 1, "consulting")])
def test_a_worker_that_dies_as_it_calls_the_expert(world: World, when: str, calls: int, then: str) -> None:
    """Whether a telephone was made to ring died with it: it is never made to ring again, and who answers comes in."""
    caller = they_talk(world)
    answers(world, NOTARY, "Noter", after_hearing="1'e")

    def dies() -> None:
        raise Killed

    world.sim.at_point(f"{when} rest POST /Calls", dies)
    with suppress(Killed):
        asks_expert(world, caller)
    world.advance(120)
    with reading(world.voice.database) as session:
        transfer = session.scalars(select(Transfer).where(Transfer.call == caller.sid)).one()
    assert dialled(world, NOTARY) == calls, transcript(world.sim.trace)
    assert transfer.state == then, (way_of(world, transfer), transcript(world.sim.trace))
