"""Each rule finds what it is for, at its place, and nothing in a flow nobody can complain of."""

from cProfile import Profile
from dataclasses import replace
from pathlib import Path

import pytest

from bench.flow import text_of
from ivr.checking.check import NAMES, PARTS, PATHS, check
from ivr.checking.packs import PACKS
from ivr.checking.surroundings import skills_of
from ivr.checking.wording import catalogue
from ivr.errors import FlowInvalid
from ivr.language.part import LANGUAGES
from ivr.language.written import Written
from routing.policy import policy_from
from tests.ivr.checking.checking import GOOD, KNOWN, changed, findings, found, written

SUB = """\
flow: identity
start: ask
person: anyone
nodes:
  ask:
    ask:
      say: {tr: "Numaranızı tuşlayın.", en: "Key in your number."}
      keep: number
    next: done
  done:
    back: true
  anyone:
    agent: {queue: destek}
"""


def test_a_good_flow_has_nothing_wrong() -> None:
    assert found(GOOD) == []


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ("start: greeting", "start: greting", "error leads_nowhere main.yaml:2:1"),
        ("closed: shut", "closed: shot", "error leads_nowhere main.yaml:10:37"),
        ('"1": delivery', '"1": delivry', "error leads_nowhere main.yaml:15:9"),
        ("delivery:\n    agent: {queue: destek}", "delivery:\n    agent: {queue: destec}",
         "error unknown_queue main.yaml:18:13"),
        ("of: destek", "of: destekk", "error unknown_calendar main.yaml:10:13"),
        ("next: bye", "next: shut", "error endless_loop main.yaml:23:3"),
        ("person: anyone", "person: shut", "error no_person main.yaml:3:1"),
        ("open:\n    hours: {of: destek, open: menu, closed: shut}",
         'open:\n    dip: {get: "https://crm.example.org/", ok: menu, failed: shut}',
         "error unknown_host main.yaml:10:11"),
        ("open:\n    hours: {of: destek, open: menu, closed: shut}",
         'open:\n    dip: {get: "https://crm.example.com/{number}", ok: menu, failed: shut}',
         "error unknown_value main.yaml:10:11"),
        (', en: "We are closed."', "", "warning missing_language main.yaml:24:5"),
        ('tr: "Şu anda kapalıyız.", ', "", "error missing_language main.yaml:24:5"),
        ('tr: "Şu anda kapalıyız.", en: "We are closed."', "", "error missing_language main.yaml:24:5"),
        ('"3": complaint', '"11": complaint', "error clashing_keys main.yaml:16:9"),
        ('"3": complaint', '"31": complaint', "warning clashing_keys main.yaml:16:9"),
        ("Teslimat için bir", "Müşteri Hizmetleri için bir", "warning department_names main.yaml:13:13"),
        ("for a delivery", "for the shipping DEPARTMENT", "warning department_names main.yaml:13:56"),
        ("Şu anda kapalıyız.", "Şu anda " + "çok " * 80 + "kapalıyız.", "warning prompt_too_long main.yaml:24:5"),
        ("Şu anda kapalıyız.", "{opens} açarız, {sebep} için.", "error unknown_value main.yaml:24:11"),
        ("Şu anda kapalıyız.", "{Opens:moment} açarız.", "error unknown_value main.yaml:24:11"),
        ("Şu anda kapalıyız.", "Saat { opens } açarız.", "error unknown_value main.yaml:24:11"),
        ("Şu anda kapalıyız.", "{opens açarız.", "error unknown_value main.yaml:24:11"),
        ('say: {tr: "Şu anda kapalıyız.", en: "We are closed."}', "play: shut.wav",
         "error unknown_audio main.yaml:24:5"),
        ("queue: sikayet}", 'queue: sikayet, skills: "suport"}', "warning unknown_skill main.yaml:20:29"),
        ("queue: sikayet}", 'queue: sikayet, skills: "a and"}', "error unknown_skill main.yaml:20:29"),
        ("nodes:", "scripts: {a: {care_tags: [eldely], tr: b, en: c}}\nnodes:",
         "warning unknown_segment main.yaml:5:15"),
        ("next: open", "next: menu", "error unreachable main.yaml:9:3"),
        ("complaint: complaint\n", "", "warning nowhere_to_complain main.yaml:10:3"),
        ("Şu anda kapalıyız.", "{case} dosyanız açık.", "error personal_before_proof main.yaml:24:11"),
    ],
)  # fmt: skip
def test_each_mistake_is_found_with_its_place(right: str, wrong: str, told: str) -> None:
    text = changed((right, wrong))
    assert told in found(text)


@pytest.mark.parametrize(("right", "wrong"), [("next: open", "next: opem"), ("start: greeting", "start: greetin")])
def test_a_way_that_leads_nowhere_is_told_once_and_not_what_follows_from_it(right: str, wrong: str) -> None:
    [one] = findings(changed((right, wrong)))
    assert one.advice("en").startswith("did you mean") and "demek" in one.advice("tr")


def test_callers_put_in_line_at_any_hour_are_told_and_those_asked_for_the_hours_are_not() -> None:
    text = changed(("next: open", "next: menu"), ("  open:\n    hours: {of: destek, open: menu, closed: shut}\n", ""))
    text = text[: text.index("  shut:")]
    assert found(text) == ["warning no_closed_branch main.yaml:15:3"]


def test_a_menu_that_leads_only_to_itself_is_a_dead_end() -> None:
    text = changed(('"1": delivery', '"1": more'), ("  delivery:\n    agent: {queue: destek}\n", MORE))
    assert "error dead_end main.yaml:17:3" in found(text)


MORE = """\
  more:
    menu:
      say: {tr: "Yine bir.", en: "One again."}
      options: {"1": more}
"""


def test_more_than_five_options_are_too_many_unless_the_flow_says_otherwise() -> None:
    options = "".join(f'        "{key}": delivery\n' for key in (2, 4, 5, 6))
    text = changed(('        "3": complaint\n', '        "3": complaint\n' + options))
    assert found(text) == ["error too_many_options main.yaml:14:7"]
    assert (
        found(changed(("complaint: complaint\n", "complaint: complaint\nlimits: {menu_options: 6}\n"), text=text)) == []
    )


def test_a_third_menu_on_the_way_is_one_too_many() -> None:
    text = GOOD
    for name, to in (("second", "third"), ("third", "delivery")):
        menu = f'  {name}:\n    menu:\n      say: {{tr: bir, en: one}}\n      options: {{"1": {to}, "3": complaint}}\n'
        text = changed(("  delivery:\n", menu + "  delivery:\n"), text=text)
    text = changed(('"1": delivery\n', '"1": second\n'), text=text)
    assert {one.rule for one in findings(text)} == {"menus_too_deep", "far_from_a_person"}


def test_the_same_words_for_two_options_are_told() -> None:
    said = "said: {tr: [Teslimat]}}"
    text = changed(('"1": delivery', '"1": {to: delivery, ' + said), ('"3": complaint', '"3": {to: complaint, ' + said))
    assert found(text) == ["warning clashing_phrases main.yaml:12:5"]
    alike = text.replace("tr: [Teslimat]", "tr: [teslimatım]", 1)
    assert found(alike) == ["warning clashing_phrases main.yaml:12:5"] * 2
    assert found(text.replace("tr: [Teslimat]", "tr: [teslimat ne zaman]", 1)) == []


def test_a_flow_may_enter_another_and_come_back() -> None:
    assert found(_entering("identity"), SUB) == []


def test_a_flow_that_is_not_there_and_one_inside_itself_are_told() -> None:
    assert found(_entering("identty"), SUB) == ["error unknown_flow main.yaml:12:5"]
    inside = changed(("    back: true", "    subflow: main\n    next: anyone"), text=SUB)
    assert found(_entering("identity"), inside) == ["error flow_in_itself identity.yaml:11:5"]


def test_flows_inside_one_another_beyond_what_a_call_remembers_are_told() -> None:
    chain = [
        f"flow: f{n}\nstart: on\nperson: anyone\nnodes:\n  on:\n    subflow: f{n + 1}\n    next: done\n"
        "  done:\n    back: true\n  anyone:\n    agent: {queue: destek}\n"
        for n in range(5)
    ]
    last = changed(("flow: identity\nstart: ask", "flow: f5\nstart: done"), text=SUB)
    assert [one for one in found(*chain, last) if "flow_in_itself" in one] == ["error flow_in_itself f0.yaml:6:5"]


def test_a_value_kept_in_another_flow_may_be_spoken_after_it() -> None:
    text = changed(("Teslimat için bir", "{number} için bir"), text=_entering("identity"))
    assert found(text, SUB) == []


def test_a_missing_sound_file_is_told_and_one_that_is_there_is_not(tmp_path: Path) -> None:
    text = changed(('say: {tr: "Şu anda kapalıyız.", en: "We are closed."}', "play: shut.wav"))
    known = replace(KNOWN, audio=tmp_path)
    assert found(text, known=known) == ["error unknown_audio main.yaml:24:5"]
    (tmp_path / "shut.wav").write_bytes(b"RIFF")
    assert found(text, known=known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_its_sentence_in_both_languages(language: str) -> None:
    keys = list(catalogue(language))
    assert keys == list(catalogue("en"))
    rules = [rule.name for rule in (*NAMES, *PARTS, *PATHS, *PACKS["epdk"])]
    assert [rule for rule in rules if not any(key.startswith(rule) for key in keys)] == []


def _entering(flow: str) -> str:
    text = changed(("open: menu", "open: who"))
    return changed(
        ("  menu:\n    menu:", f"  who:\n    subflow: {flow}\n    next: menu\n  menu:\n    menu:"), text=text
    )


@pytest.mark.parametrize("key", ["0", "*", "#", "01"])
def test_keys_of_the_engine_are_refused_with_the_reason(key: str) -> None:
    with pytest.raises(FlowInvalid, match=r"^main.yaml:15:9: .*0 is a person"):
        written(changed(('"1": delivery', f'"{key}": delivery')))


VERIFYING = """\
  delivery:
    verify:
      pin: {say: {tr: "Şifreniz?", en: "Your PIN?"}}
      ok: told
      failed: anyone
      locked: anyone
      no_way: anyone
  told:
    say: {tr: "{place} adresine gidiyor.", en: "It is on its way to {place}."}
    next: anyone
  look:
    dip: {get: "https://crm.example.com/{phone}", keep: {place: delivery.place}, ok: delivery, failed: anyone}
"""


def test_what_another_system_tells_of_a_caller_is_for_those_who_have_proved_who_they_are() -> None:
    known = replace(KNOWN, hosts=frozenset({"crm.example.com"}))
    asked = changed(("  delivery:\n    agent: {queue: destek}\n", VERIFYING), ('"1": delivery', '"1": look'))
    assert found(asked, known=known) == []
    open_to_all = changed(("ok: delivery", "ok: told"), text=asked)
    assert [one.rule for one in findings(open_to_all, known=known) if one.level == "error"] == [
        "unreachable",
        "personal_before_proof",
        "personal_before_proof",
    ]


@pytest.mark.parametrize(
    ("skills", "told"),
    [
        ("support and cert.kvkk and briefed.new_tariff and not newcomer and tenure_days > 30", []),
        ("cert.kvk", ["the policy names no certificate or briefing `cert.kvk`: has any agent got it?"]),
        ("cert.asked", ["the policy names no certificate or briefing `cert.asked`: has any agent got it?"]),
        ("newcommer", ["no queue asks for the skill `newcommer`: has any agent got it?"]),
    ],
)
def test_a_flow_may_ask_for_what_the_policy_names(skills: str, told: list[str]) -> None:
    ring = {"after_seconds": 0, "skills": "support >= 60 and cert.asked"}
    policy = policy_from(
        {
            "default_queue": "a",
            "queues": {"a": {"rings": [ring]}},
            "certificates": ["kvkk"],
            "briefings": ["new_tariff"],
        }
    )
    known = replace(KNOWN, skills=skills_of(policy))
    asked = changed(("queue: sikayet}", f'queue: sikayet, skills: "{skills}"}}'))
    assert [one.message for one in findings(asked, known=known)] == told


def test_a_regulators_pack_tells_where_a_person_is_not_on_offer_or_too_far() -> None:
    def asked(text: str) -> list[str]:
        return [f"{one.rule} {one.place}" for one in check(KNOWN, [written(text)], PACKS["epdk"])]

    assert asked(GOOD) == ["epdk_person_not_offered main.yaml:13:13", "epdk_person_not_offered main.yaml:13:56"]
    told = changed(
        ("şikâyet için üç.", "bir kişi için sıfıra basın."), ("three for a complaint.", "zero for a person.")
    )
    assert asked(told) == []
    lax = changed(("person: anyone", "person: anyone\ntries: 5\nlimits: {person_seconds: 120}"), text=told)
    assert asked(lax) == ["epdk_person_too_far main.yaml:2:1"]


def test_ops_can_read_what_every_rule_means() -> None:
    page = (Path(__file__).parents[3] / "docs" / "flows.md").read_text(encoding="utf-8")
    assert [rule.name for rule in (*NAMES, *PARTS, *PATHS) if f"| `{rule.name}` | {rule.level} |" not in page] == []


def test_the_work_of_checking_grows_as_the_flow_does_and_no_faster() -> None:
    few, many = (_calls_made_for(written(text_of(nodes))) for nodes in (100, 400))
    assert many < 5 * few


def _calls_made_for(one: Written) -> int:
    """How often a function is called while this flow is checked."""
    counted = Profile()
    counted.runcall(check, KNOWN, [one])
    return sum(entry.callcount for entry in counted.getstats())
