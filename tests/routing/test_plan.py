"""Who should answer, from which second on, and in which order: pure rules."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.boosts import Boost, boost_seconds, boosts_of, capped, tier_boost
from routing.caller_facts import NOBODY_KNOWN, CallerFacts, OldPlace
from routing.owner_wait import OwnerWait, owner_wait
from routing.plan import Plan, plan_for
from routing.policy import policy_from
from routing.stand_ins import asked_of, chain_of

POLICY = policy_from(
    {
        "owner_seconds": 30,
        "stand_in_seconds": 15,
        "team_seconds": 20,
        "owner_most_open_cases": 40,
        "default_queue": "support",
        "queues": {
            "support": {
                "service_level_seconds": 0,
                "rings": [{"after_seconds": 0, "skills": "support >= 60"}, {"after_seconds": 40, "skills": "support"}],
            },
            "billing": {"rings": [{"after_seconds": 0, "skills": "billing"}], "boost_seconds": 10},
        },
    }
)
AYSE = CallerFacts(owner="ayse", stand_ins=("burak",), team="north")


def planned(facts: CallerFacts, queue: str = "support", *, there: str = "", away: str = "", skills: str = "") -> Plan:
    """`there`: the lines where somebody takes calls; everybody does, unless `there` or `away` name them."""
    present: Callable[[str], bool] = lambda line: line in there.split("|") if there else line not in away.split("|")  # noqa: E731
    return plan_for(facts=facts, queue=queue, policy=POLICY, present=present, skills=skills or None)


def steps(plan: Plan) -> list[tuple[float, str]]:
    return [(step.after_seconds, step.line) for step in plan.steps]


def keys(plan: Plan) -> list[str]:
    return [reason.key for reason in plan.reasons]


def test_the_plan_asks_the_owner_then_the_stand_in_then_the_team_then_the_rings() -> None:
    plan = planned(AYSE)
    assert [(step.after_seconds, step.line, step.why) for step in plan.steps] == [
        (0, "agent:ayse", "owner"),
        (30, "agent:burak", "stand_in"),
        (45, "team:north", "team"),
        (65, "queue:support/1", "ring"),
        (105, "queue:support/2", "ring"),
    ]
    assert (plan.queue, plan.owner) == ("support", "ayse")


def test_without_an_owner_the_queue_is_asked_at_once() -> None:
    plan = planned(NOBODY_KNOWN, "billing")
    assert steps(plan) == [(0, "queue:billing/1")]
    assert keys(plan) == ["no_owner", "queue_rings", "boost_queue"]


def test_an_absent_owner_is_asked_for_and_the_reason_says_they_are_absent() -> None:
    plan = planned(CallerFacts(owner="ayse"), there="nobody")
    assert steps(plan) == [(0, "agent:ayse"), (30, "queue:support/1"), (70, "queue:support/2")]
    assert keys(plan) == ["owner_absent", "queue_rings"]


def test_a_queue_nobody_defined_is_the_default_queue() -> None:
    assert steps(planned(NOBODY_KNOWN, "typo"))[0] == (0, "queue:support/1")


# ── standing in ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_stand_in_of_an_absent_stand_in_is_asked_in_the_same_second() -> None:
    plan = planned(replace(AYSE, stand_ins=("burak", "can", "deniz")), away="agent:burak")
    assert steps(plan)[:4] == [(0, "agent:ayse"), (30, "agent:burak"), (30, "agent:can"), (45, "team:north")]
    assert keys(plan)[:3] == ["owner_present", "stand_in_absent", "stand_in_present"]


def test_nobody_stands_in_for_a_stand_in_who_is_there() -> None:
    assert asked_of(("burak", "can"), lambda agent: True) == ("burak",)
    assert asked_of(("burak", "can"), lambda agent: False) == ("burak", "can")


def test_a_chain_of_stand_ins_ends_where_it_comes_back_on_itself_and_where_policy_says() -> None:
    ring = {"ayse": "burak", "burak": "can", "can": "ayse"}
    assert chain_of("ayse", ring, depth=9) == ("burak", "can")
    assert chain_of("ayse", {"ayse": "ayse"}, depth=9) == ()
    assert chain_of("ayse", {"ayse": "burak", "burak": "can", "can": "burak"}, depth=9) == ("burak", "can")
    assert chain_of("ayse", ring, depth=1) == ("burak",)
    assert chain_of("ayse", ring, depth=0) == ()


@given(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from("abcdef") | st.none()), st.integers(0, 20))
def test_no_chain_names_anybody_twice_or_the_agent_themselves(stand_in_of: dict[str, str | None], depth: int) -> None:
    chain = chain_of("a", stand_in_of, depth=depth)
    assert len(set(chain)) == len(chain) <= depth
    assert "a" not in chain


# ── the last agent ───────────────────────────────────────────────────────────────────────────────────────────────


def test_the_last_agent_is_asked_first_where_nobody_owns_a_case() -> None:
    plan = planned(CallerFacts(last_agent="can"))
    assert steps(plan)[:2] == [(0, "agent:can"), (30, "queue:support/1")]
    assert plan.steps[0].why == "last_agent"
    assert plan.owner is None
    assert keys(plan) == ["no_owner", "last_agent_talked", "last_agent_present", "queue_rings"]


def test_the_owner_goes_before_the_last_agent() -> None:
    assert steps(planned(replace(AYSE, last_agent="can")))[0] == (0, "agent:ayse")
    assert "agent:can" not in [line for _, line in steps(planned(replace(AYSE, last_agent="can")))]


def test_it_is_told_that_the_owner_left_the_company() -> None:
    assert keys(planned(CallerFacts(owner_left="ayse", last_agent="can")))[:2] == ["owner_left", "last_agent_talked"]


# ── an owner with too much on their hands ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("facts", "spared"),
    [
        (replace(AYSE, owner_waiting=3, owner_open_cases=40), None),
        (replace(AYSE, owner_waiting=4), "owner_spared_waiting"),
        (replace(AYSE, owner_open_cases=41), "owner_spared_cases"),
    ],
)
def test_an_owner_with_too_much_on_their_hands_is_spared_and_keeps_the_case(
    facts: CallerFacts, spared: str | None
) -> None:
    plan = planned(facts)
    first = (0, "agent:burak") if spared else (0, "agent:ayse")
    assert steps(plan)[0] == first
    assert plan.owner == "ayse"
    assert (spared in keys(plan)) is bool(spared)


# ── how long for the owner ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("policy", "service_level", "waited", "free_in", "expected"),
    [
        (30, 0, 0, None, OwnerWait(seconds=30, bound="policy")),
        (30, 0, 500, None, OwnerWait(seconds=30, bound="policy")),
        (30, 20, 0, None, OwnerWait(seconds=20, bound="service_level")),
        (30, 20, 15, None, OwnerWait(seconds=5, bound="service_level")),
        (30, 20, 300, None, OwnerWait(seconds=0, bound="service_level")),
        (10, 20, 0, None, OwnerWait(seconds=10, bound="policy")),
        (30, 80, 0, 12, OwnerWait(seconds=12, bound="free_in")),
        (30, 80, 0, 400, OwnerWait(seconds=30, bound="policy")),
        (30, 80, 0, 0, OwnerWait(seconds=30, bound="policy")),
    ],
)
def test_the_owner_is_waited_for_as_long_as_policy_service_level_and_their_own_call_let_it_be(
    policy: float, service_level: float, waited: float, free_in: float | None, expected: OwnerWait
) -> None:
    assert expected == owner_wait(
        policy_seconds=policy, service_level_seconds=service_level, waited_seconds=waited, free_in=free_in
    )


def test_the_plan_says_what_shortens_the_wait_for_the_owner() -> None:
    plan = planned(replace(AYSE, owner_free_in=7))
    assert steps(plan)[1] == (7, "agent:burak")
    assert keys(plan)[:2] == ["owner_present", "bound_free_in"]
    assert keys(planned(replace(AYSE, waited_seconds=5), "billing"))[1] == "bound_service_level"
    gone = planned(replace(AYSE, waited_seconds=5), "billing", away="agent:ayse")
    assert "bound_service_level" not in keys(gone), "who is passed over is waited for not at all"


def test_waits_are_told_in_whole_seconds() -> None:
    plan = planned(replace(AYSE, waited_seconds=0.004, owner_free_in=12.3), "billing")
    assert [after for after, _ in steps(plan)] == [0, 13, 28, 48]


# ── narrowed ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_flow_may_narrow_a_queue_to_skills_and_the_whole_queue_opens_later() -> None:
    plan = planned(NOBODY_KNOWN, skills="billing >= 50  and lang.tr", there="nobody")
    assert steps(plan) == [
        (0, "queue:support/1?billing >= 50 and lang.tr"),
        (40, "queue:support/2?billing >= 50 and lang.tr"),
        (120, "queue:support/1"),
        (160, "queue:support/2"),
    ]
    assert keys(plan) == ["no_owner", "skills_first"]


def test_narrowed_rings_open_in_order_even_where_the_whole_queue_opens_early() -> None:
    plan = plan_for(
        facts=CallerFacts(owner="ayse"), queue="gone", policy=replace(POLICY, skills_seconds=20),
        present=lambda line: True, skills="billing",
    )  # fmt: skip
    assert steps(plan) == [
        (0, "agent:ayse"),
        (30, "queue:support/1?billing"),
        (50, "queue:support/1"),
        (70, "queue:support/2?billing"),
        (90, "queue:support/2"),
    ]


def test_a_hard_call_is_kept_from_newcomers_first() -> None:
    plan = planned(CallerFacts(hard="complaint"))
    assert steps(plan) == [
        (0, "queue:support/1?not newcomer"),
        (40, "queue:support/2?not newcomer"),
        (120, "queue:support/1"),
        (160, "queue:support/2"),
    ]
    assert keys(plan) == ["no_owner", "hard_complaint", "experienced_first"]


def test_a_hard_call_goes_to_anybody_at_once_where_there_are_only_newcomers() -> None:
    plan = planned(CallerFacts(hard="complaint"), there="queue:support/1|queue:support/2")
    assert steps(plan) == [(0, "queue:support/1"), (40, "queue:support/2")]
    assert keys(plan) == ["no_owner", "queue_rings"]


def test_what_a_flow_asks_for_goes_before_the_sparing_of_newcomers() -> None:
    plan = planned(CallerFacts(hard="complaint"), skills="cert.kvkk")
    assert steps(plan)[0] == (0, "queue:support/1?cert.kvkk")


# ── boosts and old places ────────────────────────────────────────────────────────────────────────────────────────


def test_boosts_are_those_the_policy_gives_seconds_for() -> None:
    policy = {"vip": 60.0, "complaint": 0.0, "tier:gold": 20.0}
    assert boosts_of(["complaint", "vip", "vip", "escalation"], policy) == (Boost(name="vip", seconds=60),)
    assert tier_boost("gold", policy) == "tier:gold"
    assert tier_boost("VIP", policy) == "vip"
    assert tier_boost("vip", {"tier:vip": 5}) == "tier:vip"
    assert tier_boost(None, policy) is None


def test_a_plan_adds_the_boost_of_its_queue_and_says_why() -> None:
    plan = planned(CallerFacts(boosts=(Boost(name="tier:gold", seconds=20),)), "billing")
    assert plan.boost_seconds == 30
    assert keys(plan)[-2:] == ["boost_queue", "boost_tier"]


@given(st.lists(st.floats(0, 900), max_size=5), st.floats(0, 900))
def test_an_old_place_is_never_a_better_one_than_it_was(seconds: list[float], before: float) -> None:
    boosts = tuple(Boost(name="vip", seconds=each) for each in seconds)
    plan = planned(CallerFacts(boosts=boosts, old_place=OldPlace(call="CA0", boost_seconds=before)), "billing")
    assert plan.boost_seconds <= before + 1e-9
    assert "old_place" in keys(plan)


@given(st.lists(st.floats(0, 900), max_size=5), st.floats(0, 5000))
def test_capping_takes_no_more_than_it_must(seconds: list[float], most: float) -> None:
    boosts = tuple(Boost(name="vip", seconds=each) for each in seconds)
    assert boost_seconds(capped(boosts, most)) == pytest.approx(min(sum(seconds), most))
