"""Agents come, go, and lose contact."""

from tests.routing.house import EVERYBODY, House, steps, who


def test_signing_in_ready_takes_the_waiting_caller(house: House) -> None:
    house.calls("CA1")
    assert who(house.signs_in("ayse", 1)) == [("CA1", "ayse")]


def test_saying_ready_twice_keeps_the_idle_rank(house: House) -> None:
    house.signs_in("ayse", 0)
    house.signs_in("burak", 1)
    house.signs_in("ayse", 2)
    assert house.floor.ready("queue:main/1") == ["ayse", "burak"]
    assert house.told("agent_state") == [("agent_state", None, "ayse"), ("agent_state", None, "burak")]


def test_an_agent_who_steps_out_is_offered_nothing(house: House) -> None:
    house.signs_in("ayse")
    house.steps_out("ayse", 1, reason="lunch")
    assert house.state("ayse") == ("not_ready", "lunch")
    assert house.floor.present("queue:main/1") == frozenset()
    assert house.calls("CA1", 2).offers == ()


def test_leaving_with_an_open_offer_gives_the_caller_to_the_next_agent(house: House) -> None:
    house.signs_in("ayse", 0)
    house.signs_in("burak", 1)
    [offer] = house.calls("CA1", 2).offers
    moves = house.steps_out("ayse", 3)
    assert [(each.id, each.why) for each in moves.cancels] == [(offer.id, "agent_left")]
    assert who(moves) == [("CA1", "burak")]
    assert house.state("ayse") == ("not_ready", "lunch")
    assert house.floor.call("CA1").refused_by == frozenset()


def test_leaving_after_accepting_waits_for_the_end_of_the_conversation(house: House) -> None:
    house.signs_in("ayse")
    [offer] = house.calls("CA1").offers
    house.floor.agent_accepts(offer.id, now=house.at(1))
    assert house.steps_out("ayse", 2, state="logged_out", reason="").cancels == ()
    assert house.state("ayse") == ("reserved", "")
    assert house.floor.parties_meet("CA1", now=house.at(3))


def test_presence_is_a_lease_with_a_deadline(house: House) -> None:
    house.signs_in("ayse", until=house.at(30), endpoint="browser")
    assert house.floor.deadline("presence", "ayse") == house.at(30)
    assert house.floor.presence_beats("ayse", until=house.at(60), now=house.at(29))
    assert house.floor.deadline("presence", "ayse") == house.at(60)
    assert not house.floor.presence_expires("ayse", now=house.at(30)).changed


def test_a_silent_desk_has_lost_contact(house: House) -> None:
    house.signs_in("ayse", until=house.at(30), endpoint="browser")
    [offer] = house.calls("CA1", 1).offers
    moves = house.floor.presence_expires("ayse", now=house.at(30))
    assert [each.id for each in moves.cancels] == [offer.id]
    assert house.state("ayse") == ("not_ready", "lost_contact")
    assert house.call_state("CA1") == "waiting"
    assert house.floor.deadline("presence", "ayse") is None


def test_a_phone_agents_shift_ends(house: House) -> None:
    house.signs_in("ayse", until=house.at(43200))
    house.floor.presence_expires("ayse", now=house.at(43200))
    assert house.state("ayse") == ("logged_out", "shift_over")
    assert not house.floor.presence_beats("ayse", until=house.at(90000), now=house.at(43201))


def test_a_silent_desk_at_lunch_stays_at_lunch(house: House) -> None:
    house.signs_in("ayse", until=house.at(30), endpoint="browser", state="not_ready", reason="lunch")
    assert house.floor.presence_expires("ayse", now=house.at(30)).changed
    assert house.state("ayse") == ("not_ready", "lunch")
    assert house.floor.agent("ayse").presence_until is None
    assert house.due(9999) == []


def test_losing_contact_while_talking_takes_effect_after_wrap_up(house: House) -> None:
    house.signs_in("ayse", until=house.at(30), endpoint="browser")
    house.meets(house.calls("CA1").offers[0], 1)
    house.floor.presence_expires("ayse", now=house.at(30))
    assert house.state("ayse") == ("talking", "")
    house.floor.conversation_ends("CA1", by="caller", now=house.at(40), wrap_up_seconds=0)
    assert house.state("ayse") == ("not_ready", "lost_contact")


def test_an_unknown_agent_has_no_presence(house: House) -> None:
    house.floor.set_deadline("presence", "nobody", at=house.at(1))
    assert not house.floor.presence_beats("nobody", until=house.at(9), now=house.at(2))
    assert not house.floor.presence_expires("nobody", now=house.at(2)).changed
    assert house.due(9) == []


def test_logging_out_needs_no_deadline(house: House) -> None:
    house.signs_in("ayse")
    house.steps_out("ayse", 1, state="logged_out", reason="")
    assert house.due(99999) == []
    assert house.state("ayse") == ("logged_out", "")


def test_new_skills_bring_a_waiting_caller(house: House) -> None:
    house.signs_in("ayse", lines=("agent:ayse",))
    house.calls("CA1", 1)
    moves = house.floor.agent_lines("ayse", lines=("agent:ayse", "queue:main/1"), now=house.at(2))
    assert who(moves) == [("CA1", "ayse")]


def test_lost_skills_take_an_agent_out_of_the_line(house: House) -> None:
    house.signs_in("ayse")
    assert house.floor.agent_lines("ayse", lines=("agent:ayse",), now=house.at(1)).changed
    assert house.calls("CA1", 2).offers == ()
    assert house.floor.ready("agent:ayse") == ["ayse"]
    assert house.floor.ready("queue:main/1") == []
    assert not house.floor.agent_lines("ayse", lines=("agent:ayse",), now=house.at(3)).changed
    assert not house.floor.agent_lines("nobody", lines=(), now=house.at(3)).changed


def test_stepping_out_with_other_skills_leaves_no_trace_in_the_old_lines(house: House) -> None:
    house.signs_in("ayse", lines=("queue:main/1", "team:north"))
    house.signs_in("ayse", 1, lines=("team:north",), state="not_ready", reason="lunch")
    assert house.floor.ready("team:north") == house.floor.ready("queue:main/1") == []
    assert house.floor.present("team:north") == house.floor.present("queue:main/1") == frozenset()


def test_a_line_whose_last_agent_lost_the_skill_widens_its_callers_plans(house: House) -> None:
    house.talks("CA0", "ayse")
    house.calls("CA1", 1, plan=steps((0, "queue:main/1"), (60, "queue:main/2")))
    house.floor.agent_lines("ayse", lines=("agent:ayse",), now=house.at(2))
    assert house.due(2) == [("widen", "CA1")]


def test_every_change_of_state_is_told_with_its_time(house: House) -> None:
    house.signs_in("ayse", 0)
    house.meets(house.calls("CA1", 1, plan=EVERYBODY).offers[0], 2)
    house.floor.caller_leaves("CA1", why="hung_up", now=house.at(3))
    house.floor.wrap_up_ends("ayse", now=house.at(4))
    house.steps_out("ayse", 5, reason="lunch")
    house.steps_out("ayse", 6, reason="training")
    changes = [event for event in house.floor.happenings() if event.kind == "agent_state"]
    assert [(e.data["from"], e.data["to"], e.data["reason"]) for e in changes] == [
        ("", "ready", ""),
        ("ready", "reserved", ""),
        ("reserved", "talking", ""),
        ("talking", "wrap_up", ""),
        ("wrap_up", "ready", ""),
        ("ready", "not_ready", "lunch"),
        ("not_ready", "not_ready", "training"),
    ]
    assert [e.at for e in changes] == [house.at(second) for second in (0, 1, 2, 3, 4, 5, 6)]
    assert [e.data["was_since"] for e in changes[1:]] == [e.data["since"] for e in changes[:-1]]


def test_counts_say_how_the_floor_stands(house: House) -> None:
    house.talks("CA0", "ayse")
    house.signs_in("burak", state="not_ready", reason="lunch")
    house.calls("CA1")
    counts = house.floor.counts()
    assert counts.waiting == {"main": 1}
    assert counts.agents == {"talking": 1, "not_ready": 1}
    assert [agent.id for agent in house.floor.agents()] == ["ayse", "burak"]
