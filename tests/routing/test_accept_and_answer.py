"""The webhook of an agent's key in one step: the claim and the answer, or the answer it got before."""

from collections.abc import Mapping
from typing import Final

import pytest
from redis import Redis

from routing.errors import EpochChanged, FloorLost, FloorRebuilding
from routing.reservation import Reservation
from tests.routing.house import House

LEG: Final = "CAleg"
ANSWERS: Final[Mapping[str, str]] = {"accepted": "<Room/>", "too_late": '<Say>"Geç"</Say>', "unknown": "<Hangup/>"}


@pytest.fixture
def offer(house: House) -> Reservation:
    """CA1 is offered to Ayşe at second 1; her leg was answered with the whisper."""
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 1).offers
    house.floor.keep_answer(LEG, "whisper", "<Gather/>", now=house.at(2), whole=True)
    return offer


def presses(
    house: House,
    reservation: str,
    at: float,
    *,
    key: str = "key",
    caller: str = "CA1",
    leg: str = LEG,
    answer: str = "",
) -> str | None:
    answers = {name: body + answer for name, body in ANSWERS.items()}
    return house.floor.accept_and_answer(
        reservation, leg=leg, caller=caller, key=key, answers=answers, now=house.at(at)
    )


def told(house: House, *kinds: str) -> list[tuple[str, str | None, str | None, str | None, object]]:
    return [
        (event.kind, event.call, event.agent, event.reservation, event.data)
        for event in house.floor.happenings()
        if event.kind in kinds and event.data.get("key") != "whisper"
    ]


def test_the_caller_is_claimed_and_the_answer_kept(house: House, offer: Reservation) -> None:
    assert presses(house, offer.id, 5) == "<Room/>"
    claimed = house.floor.reservation(offer.id)
    assert claimed and (claimed.state, claimed.leg) == ("accepted", LEG)
    assert house.call_state("CA1") == "accepted"
    assert house.due(7) == [("bring", "CA1")]
    assert house.floor.answer(LEG, "key").body == "<Room/>"
    assert told(house, "accepted", "webhook_answer") == [
        ("accepted", "CA1", "ayse", offer.id, {"leg": LEG}),
        ("webhook_answer", LEG, None, None, {"key": "key", "body": "<Room/>"}),
    ]


def test_who_asks_again_gets_the_first_answer_whatever_came_between(house: House, offer: Reservation) -> None:
    first = presses(house, offer.id, 5)
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(6))
    before = len(house.floor.happenings())
    assert presses(house, offer.id, 50, answer="<!-- another -->") == first == "<Room/>"
    assert len(house.floor.happenings()) == before


def test_an_answer_kept_the_longer_way_is_the_answer_and_nobody_is_claimed(house: House, offer: Reservation) -> None:
    house.floor.keep_answer(LEG, "key", '<Say>"1"</Say>', now=house.at(3))
    assert presses(house, offer.id, 5) == '<Say>"1"</Say>'
    assert house.call_state("CA1") == "reserved"


def test_the_leg_that_has_the_caller_has_them_still(house: House, offer: Reservation) -> None:
    house.floor.agent_accepts(offer.id, leg=LEG, now=house.at(4))
    assert presses(house, offer.id, 50) == "<Room/>"
    assert len(told(house, "accepted")) == 1


@pytest.mark.parametrize("at", [21.001, 60])
def test_after_the_deadline_it_is_too_late(house: House, offer: Reservation, at: float) -> None:
    assert presses(house, offer.id, at) == ANSWERS["too_late"]
    assert house.floor.answer(LEG, "key").body == ANSWERS["too_late"]
    assert house.call_state("CA1") == "reserved" and told(house, "accepted") == []


def test_who_comes_after_another_leg_is_too_late(house: House, offer: Reservation) -> None:
    house.floor.keep_answer("CAother", "whisper", "<Gather/>", now=house.at(2), whole=True)
    assert presses(house, offer.id, 5, leg="CAother") == "<Room/>"
    assert presses(house, offer.id, 6) == ANSWERS["too_late"]


def test_a_reservation_nobody_remembers_ends_the_leg(house: House, offer: Reservation) -> None:
    assert presses(house, "f" * 32, 5) == "<Hangup/>"
    assert house.floor.answer(LEG, "key").body == "<Hangup/>"


def test_nobody_is_led_into_the_room_of_another_caller(house: House, offer: Reservation) -> None:
    assert presses(house, offer.id, 5, caller="CA2") == "<Hangup/>"
    assert house.call_state("CA1") == "reserved"


def test_an_agent_whose_callback_rang_in_meanwhile_is_led_to_the_call_that_came(
    house: House, offer: Reservation
) -> None:
    """Its documents are about the callback: the longer way tells the agent, and leads them into the other room."""
    house.floor.caller_rings_in("CA1", call="CA2", now=house.at(4))
    assert presses(house, offer.id, 5) is None
    assert house.floor.answer(LEG, "key").body is None
    assert house.call_state("CA2") == "reserved"
    assert presses(house, offer.id, 6, caller="CA3") == "<Hangup/>"


def test_a_leg_that_is_not_remembered_whole_is_left_to_whoever_asks_sql(house: House, offer: Reservation) -> None:
    house.floor.keep_answer("CAold", "whisper", "<Gather/>", now=house.at(2))
    assert presses(house, offer.id, 5, leg="CAold") is None
    assert presses(house, offer.id, 5, leg="CAnever") is None
    assert house.call_state("CA1") == "reserved" and told(house, "accepted", "webhook_answer") == []


def test_a_floor_under_rebuild_gives_what_was_answered_and_claims_nobody(
    house: House, offer: Reservation, redis: Redis
) -> None:
    house.floor.keep_answer(LEG, "other", "<Before/>", now=house.at(3))
    redis.append(house.floor._wire.keys.epoch, "r")
    assert presses(house, offer.id, 5, key="other") == "<Before/>"
    with pytest.raises(FloorRebuilding):
        presses(house, offer.id, 5)
    assert house.floor.answer(LEG, "key").body is None


def test_who_believes_in_an_earlier_floor_claims_nobody(house: House, offer: Reservation, redis: Redis) -> None:
    redis.set(house.floor._wire.keys.epoch, "2")
    with pytest.raises(EpochChanged):
        presses(house, offer.id, 5)
    house.floor.believe(2)
    assert presses(house, offer.id, 5) is None, "the leg's answers before this epoch may stand in SQL"


def test_on_a_floor_that_lost_its_epoch_nobody_is_claimed(house: House, offer: Reservation, redis: Redis) -> None:
    redis.delete(house.floor._wire.keys.epoch)
    with pytest.raises(FloorLost):
        presses(house, offer.id, 5)


def test_the_answer_may_be_dropped_some_hours_after_it_was_kept(house: House, offer: Reservation, redis: Redis) -> None:
    presses(house, offer.id, 5)
    assert 21_000 < redis.ttl(house.floor._wire.keys.answers(LEG)) <= 21_600
