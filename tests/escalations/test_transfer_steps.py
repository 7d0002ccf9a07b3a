"""The tables of a warm transfer, by themselves."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from escalations.transfer.acts import Act, Legs, acts_for
from escalations.transfer.life import ENDS, FOLLOWS
from escalations.transfer.places import PLACES
from escalations.transfer.seen import Colleague, Seen
from escalations.transfer.step import STEPS, TRUE_OF, next_step
from escalations.transfer.wishing import MAY_BE_WISHED
from telephony.leg import Participant

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CUSTOMER, AGENT, COLLEAGUE, COACH = "CA1", "CA2", "CA3", "CA4"
LEGS = Legs(customer=CUSTOMER, agent=AGENT, colleague=COLLEAGUE)
OPEN = tuple(FOLLOWS)


def stands(leg: str, *, hold: bool = False, ends: bool = False, coaches: str = "", muted: bool = False) -> Participant:
    return Participant(
        call=leg, label="", muted=muted, hold=hold, status="connected", ends_on_exit=ends, coaches=coaches
    )


def acts(state: str, *room: Participant, sent: str | None = None) -> list[Act]:
    seen = Seen(state=state, now=NOW, room=room)
    return list(acts_for(seen, replace(LEGS, sent=sent), PLACES[state]))


def test_every_state_has_its_places_and_what_may_be_wished_in_it() -> None:
    assert set(PLACES) == {*OPEN, *ENDS}
    assert set(MAY_BE_WISHED) == set(OPEN)


def test_what_follows_is_what_the_life_of_a_transfer_allows() -> None:
    told = {state: {follows for states, _, follows, _ in STEPS if state in states} - set(ENDS) for state in OPEN}
    assert told == {state: set(follows) for state, follows in FOLLOWS.items()}


def test_every_condition_is_asked_for_and_known() -> None:
    assert {where for _, where, _, _ in STEPS} | {"nobody_comes"} >= set(TRUE_OF) - {"agent_gone"}
    assert {where for _, where, _, _ in STEPS} <= set(TRUE_OF)


@pytest.mark.parametrize("state", OPEN)
def test_a_customer_who_hung_up_ends_it_from_everywhere(state: str) -> None:
    step = next_step(Seen(state=state, now=NOW, customer=False))
    assert step is not None and step.state in ("caller_gone", "done")


@pytest.mark.parametrize("state", OPEN)
def test_with_everybody_else_gone_the_customer_is_promised_a_call_or_let_go(state: str) -> None:
    seen = Seen(state=state, now=NOW, agent=False, colleague="gone", just_left=True)
    while (step := next_step(seen)) and step.state not in ENDS:
        seen = replace(seen, state=step.state)
    assert step is not None and step.state == "promised"


@pytest.mark.parametrize("state", [state for state in OPEN if state not in ("merged", "agent_left")])
def test_no_state_but_a_conversation_lasts_for_ever(state: str) -> None:
    there: Colleague = "there" if state in ("consulting", "swapped") else "asked"
    assert next_step(Seen(state=state, now=NOW, due=True, colleague=there)) is not None


def test_the_agent_may_leave_without_the_room_before_they_are_put_on_hold_and_the_customer_goes_first() -> None:
    told = acts("ringing", stands(CUSTOMER, ends=True), stands(AGENT, ends=True))
    assert [(act.what, act.leg) for act in told] == [
        ("ends_not", CUSTOMER), ("ends_not", AGENT), ("send", CUSTOMER), ("hold", AGENT),
    ]  # fmt: skip


def test_a_flag_the_network_ignored_on_hold_is_set_off_hold() -> None:
    told = acts("ringing", stands(AGENT, hold=True, ends=True), sent="music")
    assert [act.what for act in told] == ["unhold", "ends_not", "hold"]


def test_nothing_is_done_twice() -> None:
    assert acts("ringing", stands(AGENT, hold=True), sent="music") == []
    assert acts("consulting", stands(AGENT), stands(COLLEAGUE), sent="music") == []
    assert acts("returned", stands(AGENT, ends=True), stands(CUSTOMER, ends=True), sent="room") == []


def test_who_comes_back_to_the_agent_finds_them_off_hold_and_the_room_theirs() -> None:
    told = acts("returned", stands(AGENT, hold=True), stands(COLLEAGUE), sent="music")
    assert [(act.what, act.leg) for act in told] == [
        ("unhold", AGENT), ("send", CUSTOMER), ("take_out", COLLEAGUE), ("ends", AGENT),
    ]  # fmt: skip


def test_a_coach_is_silent_before_the_one_they_whisper_to_may_go_without_the_room() -> None:
    told = acts("ringing", stands(CUSTOMER, ends=True), stands(AGENT, ends=True), stands(COACH, coaches=AGENT))
    assert told[0] == Act(what="mute", leg=COACH)


def test_a_room_that_is_over_is_ended_once() -> None:
    assert acts("caller_gone", stands(AGENT, hold=True)) == [Act(what="end_room")]
    assert acts("caller_gone") == []
