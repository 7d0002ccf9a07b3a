"""Policy, skills, membership, plan: pure rules."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing.errors import BadPolicy, BadSkills
from routing.lines import skills_asked
from routing.membership import AgentFacts, lines_of
from routing.narrowing import Narrowing
from routing.policy import Policy, policy_from
from routing.skills import skill_test

POLICY = policy_from(
    {
        "owner_seconds": 30,
        "stand_in_seconds": 15,
        "team_seconds": 20,
        "default_queue": "support",
        "queues": {
            "support": {
                "rings": [
                    {"after_seconds": 0, "skills": "support >= 60 and lang.tr"},
                    {"after_seconds": 40, "skills": "support"},
                ]
            },
            "billing": {"rings": [{"after_seconds": 0, "skills": "billing"}]},
        },
    }
)


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("", True),
        ("support", True),
        ("support >= 60", True),
        ("support > 60", False),
        ("support <= 60", True),
        ("support < 60", False),
        ("support == 60", True),
        ("billing", False),
        ("not billing", True),
        ("support >= 60 and lang.tr >= 1", True),
        ("support >= 60 and lang.tr >= 50", True),
        ("lang.tr > 100", False),
        ("support >= 61 and lang.tr", False),
        ("billing or lang.tr", True),
        ("billing or lang.tr and support >= 99", False),
        ("(billing or lang.tr) and support", True),
        ("not (billing or lang.tr)", False),
        ("teknik-destek >= 1", False),
        ("müşteri >= 5", True),
    ],
)
def test_a_skill_expression_means_what_it_says(expression: str, holds: bool) -> None:
    assert skill_test(expression)({"support": 60, "lang.tr": 100, "müşteri": 5}) is holds


@pytest.mark.parametrize(
    ("expression", "column"),
    [("support >=", 11), ("and support", 1), ("support 60", 9), ("(support", 9), ("support; import os", 8), ("60", 1)],
)
def test_a_wrong_skill_expression_is_refused_with_the_column(expression: str, column: int) -> None:
    with pytest.raises(BadSkills, match=f"column {column}:"):
        skill_test(expression)


@given(st.text(max_size=600) | st.text(alphabet="() >=not and or a1.", max_size=600))
def test_no_text_breaks_the_reader_of_skill_expressions(text: str) -> None:
    with suppress(BadSkills):
        skill_test(text)({})


def test_a_skill_expression_is_a_line_and_no_program() -> None:
    with pytest.raises(BadSkills, match="longer than"):
        skill_test("support and " * 60)
    with pytest.raises(BadSkills, match="brackets"):
        skill_test("(" * 21 + "a" + ")" * 21)
    assert skill_test("(" * 20 + "a" + ")" * 20)({"a": 1})


def test_an_agent_belongs_to_their_own_line_their_team_and_the_rings_they_are_skilled_for() -> None:
    ayse = AgentFacts(id="ayse", team="north", languages={"tr": 100, "en": 60}, skills={"support": 80})
    burak = AgentFacts(id="burak", languages={"en": 100}, skills={"support": 80, "billing": 1})
    assert lines_of(ayse, POLICY) == ("agent:ayse", "team:north", "queue:support/1", "queue:support/2")
    assert lines_of(burak, POLICY) == ("agent:burak", "queue:support/2", "queue:billing/1")


def test_a_desk_and_a_phone_have_presence_leases_of_their_own() -> None:
    assert Policy().presence_seconds("browser") == 18
    assert Policy().presence_seconds("phone") == 12 * 3600


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({"colour": 1}, "unknown keys: colour"),
        ({"owner_seconds": -1}, "owner_seconds: must not be negative"),
        ({"ring_seconds": 30}, "may not ring longer"),
        ({"default_queue": "typo"}, "there is no queue typo"),
        ({"queues": {"main": {"rings": []}}}, "at least one ring"),
        ({"queues": {"main": {"rings": [{"after_seconds": 9}, {"after_seconds": 1}]}}}, "in the order they open"),
        ({"queues": {"main": {"rings": [{"after_seconds": 0, "skills": "a >="}]}}}, "queues.main.rings.1: .*column"),
        ({"queues": {"main": {"rings": [{"skills": "a"}]}}}, "queues.main.rings.1"),
    ],
)
def test_a_wrong_policy_is_refused_with_the_place(facts: dict[str, object], reason: str) -> None:
    with pytest.raises(BadPolicy, match=reason):
        policy_from(facts)


def test_agents_belong_to_the_narrowed_rings_whose_skills_they_have() -> None:
    narrowings = [
        Narrowing(queue="support", skills="billing  >= 50"),
        Narrowing(queue="support", skills="lang.en"),
        Narrowing(queue="gone", skills="billing"),
    ]
    ayse = AgentFacts(id="ayse", languages={"tr": 100}, skills={"support": 80, "billing": 60})
    assert lines_of(ayse, POLICY, narrowings)[3:] == (
        "queue:billing/1",
        "queue:support/1?billing",
        "queue:support/2?billing",
        "queue:support/1?billing >= 50",
        "queue:support/2?billing >= 50",
    )


@pytest.mark.parametrize(
    ("line", "skills"),
    [
        ("queue:support/1?billing >= 50", "billing >= 50"),
        ("queue:support/1", None),
        ("queue:a/1?not newcomer", None),
        ("agent:a?b", None),
        ("", None),
    ],
)
def test_a_narrowed_line_tells_its_skills(line: str, skills: str | None) -> None:
    assert skills_asked(line) == skills
