"""Every decision can be told in Turkish and in English."""

import json
import re
from importlib import resources
from string import Formatter

import pytest

from routing.boosts import Boost
from routing.caller_facts import CallerFacts, OldPlace
from routing.explain import explain_event, explain_plan, explain_steps
from routing.plan import Plan, plan_for
from routing.policy import BOOSTS, Policy, policy_from
from tests.routing.house import OWNER_FIRST, House

RING = {"after_seconds": 0}
NAMES = {"ayse": "Ayşe", "burak": "Burak"}


def texts(language: str) -> dict[str, str]:
    file = resources.files("routing") / "explanations" / f"{language}.json"
    return dict(json.loads(file.read_text(encoding="utf-8")))


def test_both_languages_say_the_same_things_with_the_same_facts() -> None:
    def facts(language: str) -> dict[str, set[str | None]]:
        return {key: {part[1] for part in Formatter().parse(text)} - {None} for key, text in texts(language).items()}

    assert facts("tr") == facts("en")


EVERYTHING = [
    CallerFacts(owner="ayse", stand_ins=("burak",), team="kuzey"),
    CallerFacts(owner="ayse", stand_ins=("burak",), team="kuzey", owner_free_in=3),
    CallerFacts(owner="ayse", owner_waiting=9),
    CallerFacts(owner="ayse", owner_open_cases=9),
    CallerFacts(owner_left="ayse", last_agent="burak"),
    CallerFacts(last_agent="burak", last_agent_why="owned"),
    *(CallerFacts(hard=hard) for hard in ("complaint", "hardship", "repeat_caller", "priority")),
    CallerFacts(old_place=OldPlace(call="CA1", boost_seconds=60), boosts=(Boost(name="vip", seconds=90),)),
    CallerFacts(boosts=tuple(Boost(name=name, seconds=5) for name in (*BOOSTS, "tier:gold"))),
]


def plan_of(facts: CallerFacts, policy: Policy, *, there: bool, away: str) -> Plan:
    return plan_for(facts=facts, queue="main", policy=policy, present=lambda line: there, away=lambda agent: away)


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("facts", EVERYTHING)
def test_every_reason_of_a_plan_has_a_sentence(language: str, facts: CallerFacts) -> None:
    policy = policy_from({"owner_most_open_cases": 3, "queues": {"main": {"boost_seconds": 9, "rings": [RING]}}})
    for there in (True, False):
        for away in ("absent", "not_ready", "off_next"):
            plan = plan_of(facts, policy, there=there, away=away)
            sentences = explain_plan(plan, language=language, name=NAMES.__getitem__)
            assert len(sentences) == len(plan.reasons)
            assert not [one for one in sentences if one in {reason.key for reason in plan.reasons} or "{" in one]
            told = " ".join(sentences)
            assert facts.owner is None or "Ayşe" in told
            assert facts.last_agent is None or "Burak" in told


def test_an_agent_who_is_signed_in_and_not_ready_is_not_said_to_be_signed_out() -> None:
    told = plan_of(CallerFacts(owner="ayse"), Policy(), there=False, away="not_ready")
    first, *_ = explain_plan(told, language="tr", name=NAMES.__getitem__)
    assert first.startswith("Dosyanın sahibi Ayşe oturum açmış ama hazır değil")


def test_steps_say_who_is_there_and_name_nobody_twice(house: House) -> None:
    house.signs_in("burak")
    house.calls("CA0", plan=OWNER_FIRST)
    facts = [house.floor.line_facts(step.line) for step in OWNER_FIRST.steps]
    first, second, third = explain_steps(OWNER_FIRST, facts, language="tr", name=lambda agent: NAMES.get(agent, agent))
    assert first == "1. 0 sn itibarıyla: Ayşe. Çağrı almıyor. Bekleyen arayan: 0."
    assert second == "2. 30 sn itibarıyla: Burak. Meşgul. Bekleyen arayan: 0."
    assert third == "3. 45 sn itibarıyla: main kuyruğu, 1. halka. Meşgul: Burak. Bekleyen arayan: 0."


@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_event_of_a_call_on_the_floor_has_a_sentence(house: House, language: str) -> None:
    house.signs_in("ayse")
    [offer] = house.calls("CA1", plan=OWNER_FIRST).offers
    house.fails(offer, "rejected", 1)
    for second, why in enumerate(("no_answer", "busy", "failed", "unreachable"), start=2):
        [offer] = house.signs_in("burak", second).offers
        house.fails(offer, why, second)
    [offer] = house.signs_in("burak", 10).offers
    house.floor.reservation_rings(offer.id, leg="CAx", deadline=house.at(20), now=house.at(11))
    house.meets(offer, 12)
    house.floor.caller_returns("CA1", now=house.at(13))
    house.floor.caller_leaves("CA1", why="hung_up", ended={"by": "caller"}, now=house.at(14))
    sentences = [
        explain_event(event.kind, event.data, language=language, agent=event.agent, name=lambda a: NAMES.get(a, a))
        for event in house.floor.happenings(limit=1000)
        if event.call == "CA1" and event.kind != "agent_state"
    ]
    assert len(sentences) > 15
    assert all(sentence and not re.search(r"[{}]", sentence) for sentence in sentences)


def test_an_offer_says_who_was_passed_over() -> None:
    data = {"line": "queue:main/1", "step": 1, "side": "call", "waited": 0, "skipped": ["burak"]}
    sentence = explain_event("offered", data, language="en", agent="ayse", name=NAMES.__getitem__)
    assert sentence == (
        "Offered to Ayşe (step 1: queue main, ring 1), whose turn it was of those ready there. "
        "Passed over, because they had refused: Burak."
    )


@pytest.mark.parametrize(
    ("kind", "data", "tr", "en"),
    [
        ("offered", {"line": "agent:ayse", "step": 1}, "sunuldu: Ayşe (1. adım).", "Offered to Ayşe (step 1)."),
        ("left", {"by": "caller"}, "arayan ayrıldı.", "the caller left."),
        ("left", {"by": "agent"}, "Ayşe ayrıldı.", "Ayşe left."),
        ("left", {"by": "lightning"}, "Ayşe ile görüşme bitti.", "The conversation with Ayşe is over."),
        ("stepped_aside", {"why": "callback"}, "aramasını istiyor.", "be called by the owner."),
        ("stepped_aside", {"why": "call_me"}, "(call_me); yeri korunuyor.", "(call_me); the place is kept."),
        ("held", {"agent": "ayse"}, "Ayşe arayanı beklemeye aldı.", "Ayşe put the caller on hold."),
        (
            "taken_off_hold",
            {"why": "too_long", "seconds": 1800.0},
            "1800 sn sonra yeniden Ayşe ile görüşüyor.",
            "after 1800 s the caller was led back to Ayşe.",
        ),
        (
            "taken_off_hold",
            {"why": "transfer", "seconds": 9.6},
            "bir çalışma arkadaşı çağrılıyor.",
            "held the caller for 10 s; now a colleague is asked into the conversation.",
        ),
        ("taken_off_hold", {"why": "over", "seconds": 3.0}, "görüşme sona erdi.", "while Ayşe held the caller (3 s)."),
    ],
)
def test_what_happened_is_told_in_words_and_not_in_codes(kind: str, data: dict[str, object], tr: str, en: str) -> None:
    for language, words in (("tr", tr), ("en", en)):
        told = explain_event(kind, data, language=language, agent="ayse", name=NAMES.__getitem__)
        assert told is not None and told.endswith(words)


def test_events_that_say_nothing_about_routing_have_no_sentence() -> None:
    assert explain_event("visited", {"node": "menu"}, language="tr") is None
    assert explain_event("offer_failed", {"why": "unheard_of"}, language="tr") is None
