"""Meeting, talking, wrap-up."""

from tests.routing.house import House, who


def test_both_in_the_room_is_a_conversation_once(house: House) -> None:
    house.signs_in("ayse")
    [offer] = house.calls("CA1").offers
    assert not house.floor.parties_meet("CA1", now=house.at(1))
    house.floor.agent_accepts(offer.id, now=house.at(2))
    assert house.floor.parties_meet("CA1", now=house.at(3))
    assert not house.floor.parties_meet("CA1", now=house.at(4))
    assert house.state("ayse") == ("talking", "")
    assert house.floor.agent("ayse").since == house.at(3)
    assert house.call_state("CA1") == "talking"
    assert house.floor.reservation(offer.id).state == "met"
    assert house.told("answered") == [("answered", "CA1", "ayse")]


def test_after_talking_the_agent_wraps_up_until_a_deadline(house: House) -> None:
    house.talks("CA1", "ayse")
    assert house.floor.conversation_ends("CA1", by="agent", now=house.at(100)).changed
    assert house.state("ayse") == ("wrap_up", "")
    assert house.call_state("CA1") == "over"
    assert house.due(160) == [("wrap", "ayse")]
    house.calls("CA2", 110)
    assert house.call_state("CA2") == "waiting"
    assert who(house.floor.wrap_up_ends("ayse", now=house.at(160), only_if_due=True)) == [("CA2", "ayse")]
    assert house.due(160) == []


def test_a_conversation_without_wrap_up_frees_the_agent_at_once(house: House) -> None:
    house.talks("CA1", "ayse")
    house.calls("CA2", 5)
    moves = house.floor.conversation_ends("CA1", by="caller", now=house.at(9), wrap_up_seconds=0)
    assert who(moves) == [("CA2", "ayse")]


def test_a_hard_call_may_get_a_longer_wrap_up(house: House) -> None:
    house.talks("CA1", "ayse")
    house.floor.conversation_ends("CA1", by="caller", now=house.at(9), wrap_up_seconds=300)
    assert house.floor.agent("ayse").wrap_up_until == house.at(309)


def test_wrap_up_is_extended_once_and_the_sweeper_respects_it(house: House) -> None:
    house.talks("CA1", "ayse")
    house.floor.conversation_ends("CA1", by="agent", now=house.at(0))
    assert house.floor.wrap_up_extends("ayse", until=house.at(120), now=house.at(50))
    assert not house.floor.wrap_up_extends("ayse", until=house.at(300), now=house.at(51))
    assert not house.floor.wrap_up_ends("ayse", now=house.at(60), only_if_due=True).changed
    assert house.due(119) == []
    assert house.floor.wrap_up_ends("ayse", now=house.at(120), only_if_due=True).changed


def test_each_wrap_up_may_be_extended_once(house: House) -> None:
    for number, call in enumerate(("CA1", "CA2")):
        house.talks(call, "ayse", number * 100)
        house.floor.conversation_ends(call, by="agent", now=house.at(number * 100 + 10))
        assert house.floor.wrap_up_extends("ayse", until=house.at(number * 100 + 90), now=house.at(number * 100 + 20))
        house.floor.wrap_up_ends("ayse", now=house.at(number * 100 + 90))


def test_an_agent_may_finish_wrap_up_early(house: House) -> None:
    house.talks("CA1", "ayse")
    house.floor.conversation_ends("CA1", by="agent", now=house.at(0))
    assert house.floor.wrap_up_ends("ayse", now=house.at(5)).changed
    assert house.state("ayse") == ("ready", "")


def test_ending_a_wrap_up_that_is_none_clears_its_deadline(house: House) -> None:
    house.signs_in("ayse")
    house.floor.set_deadline("wrap", "ayse", at=house.at(1))
    assert not house.floor.wrap_up_ends("ayse", now=house.at(2)).changed
    assert not house.floor.wrap_up_extends("ayse", until=house.at(9), now=house.at(2))
    assert house.due(2) == []


def test_the_status_chosen_while_talking_is_honoured_after_wrap_up(house: House) -> None:
    house.talks("CA1", "ayse")
    house.steps_out("ayse", 5, reason="lunch")
    assert house.state("ayse") == ("talking", "")
    house.floor.conversation_ends("CA1", by="caller", now=house.at(9))
    assert house.state("ayse") == ("wrap_up", "")
    house.calls("CA2", 10)
    assert house.floor.wrap_up_ends("ayse", now=house.at(69)).offers == ()
    assert house.state("ayse") == ("not_ready", "lunch")


def test_an_agent_who_drops_before_the_caller_comes_costs_the_caller_nothing(house: House) -> None:
    house.signs_in("ayse")
    [offer] = house.calls("CA1", 0).offers
    house.calls("CA2", 1)
    house.floor.agent_accepts(offer.id, now=house.at(2))
    moves = house.floor.conversation_ends("CA1", by="agent", now=house.at(3))
    assert (moves.changed, moves.offers) == (True, ())
    assert house.state("ayse") == ("not_ready", "dropped")
    assert house.waits_in("queue:main/1") == ["CA1", "CA2"]
    assert house.floor.deadline("bring", "CA1") is None


def test_an_agent_whose_line_was_cut_before_the_caller_came_is_still_ready(house: House) -> None:
    house.signs_in("ayse")
    [offer] = house.calls("CA1").offers
    house.floor.agent_accepts(offer.id, now=house.at(2))
    assert who(house.floor.conversation_ends("CA1", by="network", now=house.at(3))) == [("CA1", "ayse")]


def test_late_word_about_an_earlier_conversation_changes_nothing(house: House) -> None:
    house.signs_in("ayse")
    [first] = house.calls("CA1").offers
    house.floor.agent_accepts(first.id, now=house.at(1))
    [second] = house.floor.conversation_ends("CA1", by="network", now=house.at(2)).offers
    house.meets(second, 3)
    assert not house.floor.conversation_ends("CA1", by="agent", reservation=first.id, now=house.at(4)).changed
    assert house.floor.conversation_ends("CA1", by="agent", reservation=second.id, now=house.at(5)).changed


def test_a_conversation_that_is_none_does_not_end(house: House) -> None:
    house.calls("CA1")
    assert not house.floor.conversation_ends("CA1", by="agent", now=house.at(1)).changed
    assert not house.floor.conversation_ends("CA9", by="agent", now=house.at(1)).changed
