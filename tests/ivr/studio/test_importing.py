"""Flows of Twilio Studio, brought in."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as any_of
from ruamel.yaml import YAML

import ivr.studio
from ivr.checking.rules.unreachable import reachable
from ivr.errors import FlowInvalid
from ivr.language.ask import AskNode
from ivr.language.flow_file import flow_in
from ivr.studio.importing import Imported, Into, imported
from ivr.yaml_file import read_mapping

HOTLINE = Path(__file__).parent / "hotline.json"
CENTRE = Into(queues=frozenset({"destek", "fatura"}), queue="destek", reader="en")


def _bring_in(folder: Path, *widgets: dict[str, Any], first: str = "a") -> tuple[Imported, Any]:
    trigger = _widget("Trigger", "trigger", incomingCall=first)
    file = folder / "studio.json"
    file.write_text(json.dumps({"states": [trigger, *widgets], "initial_state": "Trigger"}), encoding="utf-8")
    return _read(file)


def _read(file: Path) -> tuple[Imported, Any]:
    brought = imported(file, CENTRE)
    tree = YAML(typ="safe").load(brought.text)
    return brought, flow_in(file, tree)


def _widget(name: str, type: str, properties: dict[str, Any] | None = None, **ways: str) -> dict[str, Any]:
    transitions = [{"event": event, "next": to} for event, to in ways.items()]
    return {"name": name, "type": type, "transitions": transitions, "properties": properties or {}}


@pytest.fixture(scope="module")
def hotline() -> tuple[Imported, Any]:
    return _read(HOTLINE)


def test_a_flow_of_studio_is_read_as_one_of_ours_in_which_callers_get_everywhere(hotline, tmp_path):
    brought, flow = hotline
    assert (flow.flow, flow.language, flow.start) == ("hotline", "tr", "welcome")
    assert reachable(flow) == set(flow.nodes)
    (tmp_path / "hotline.yaml").write_text(brought.text, encoding="utf-8")
    assert read_mapping(tmp_path / "hotline.yaml", places=True)["flow"] == "hotline"


def test_a_question_and_the_split_on_its_keys_are_a_menu(hotline):
    menu = hotline[1].nodes["main_menu"].menu
    assert {key: option.to for key, option in menu.options.items()} == {
        "1": "billing_queue", "2": "fault_account", "3": "fault_account", "4": "cancel",
    }  # fmt: skip
    assert menu.options["1"].said.tr == ("fatura", "ödeme")
    assert menu.seconds == 5


def test_the_head_tells_apart_what_became_a_part_of_a_question_and_what_was_left_out(hotline):
    brought, _ = hotline
    assert "# These splits went into the question before them: Route\n" in brought.text
    assert "# Nothing leads to these widgets here, and they were left out: sms_reply\n" in brought.text


def test_what_could_only_be_said_gets_a_key_and_a_mark_to_tell_callers_of_it(hotline):
    brought, flow = hotline
    assert flow.nodes["main_menu"].menu.options["4"].said.tr == ("iptal",)
    assert "# todo: the key 4 was added for whoever says iptal; tell callers of it" in brought.text


def test_a_question_that_is_answered_by_words_alone_is_a_menu_too(tmp_path):
    gather = _widget("a", "gather-input-on-call", {"say": "Sales or help?"}, speech="b")
    split = _widget("b", "split-based-on", {"input": "{{widgets.a.SpeechResult}}"}, noMatch="a")
    for value, to in (("sales, buy", "c"), ("help", "d")):
        match = {"type": "matches_any_of", "value": value, "arguments": ["{{widgets.a.SpeechResult}}"]}
        split["transitions"].append({"event": "match", "next": to, "conditions": [match]})
    ends = [_widget(name, "connect-call-to") for name in ("c", "d")]
    options = _bring_in(tmp_path, gather, split, *ends)[1].nodes["a"].menu.options
    assert {key: (option.to, option.said.en) for key, option in options.items()} == {
        "1": ("c", ("sales", "buy")), "2": ("d", ("help",)),
    }  # fmt: skip


def test_a_question_without_a_split_keeps_its_answer_under_a_name_and_words_can_speak_it(hotline):
    asked = hotline[1].nodes["fault_account"]
    assert isinstance(asked, AskNode)
    assert (asked.ask.keep, asked.ask.most_digits, asked.next) == ("fault_account", 8, "echo")
    assert "{fault_account}" in hotline[1].nodes["echo"].say.tr


def test_an_answer_that_can_only_be_spoken_is_kept_as_it_was_said(tmp_path):
    gather = _widget("a", "gather-input-on-call", {"say": "What is wrong?"}, speech="b")
    asked = _bring_in(tmp_path, gather, _widget("b", "connect-call-to"))[1].nodes["a"].ask
    assert (asked.by, asked.words, asked.keep) == ("speech", True, "a")


def test_a_queue_of_the_same_name_is_the_same_queue_and_any_other_is_marked(hotline, tmp_path):
    assert hotline[1].nodes["billing_queue"].agent.queue == "fatura"
    brought, flow = _bring_in(tmp_path, _widget("a", "enqueue-call", {"queue_name": "Gold Customers"}))
    assert flow.nodes["a"].agent.queue == "destek"
    assert "# todo: there is no queue `Gold Customers` in the policy" in brought.text


def test_what_has_no_counterpart_is_marked_with_the_reason_and_a_person_takes_over(tmp_path):
    brought, flow = _bring_in(tmp_path, _widget("a", "capture-payments", {"currency": "try"}, success="b"))
    assert flow.nodes["a"].kind == "agent"
    assert "  # todo: `capture-payments` has no counterpart here; a person takes over\n  a:\n" in brought.text
    assert brought.todos == 1


def test_where_silence_and_wrong_keys_led_is_told_beside_the_menu(hotline):
    assert "# silence led to `goodbye`; here it is asked again, then a person takes over" in hotline[0].text
    assert "# the key 0 led to `operator`; here 0 leads to a person and * repeats, everywhere" in hotline[0].text


def test_what_was_written_about_the_flow_stays_with_it(hotline):
    assert "# Hotline 2023\n# Ask Zeynep before changing the menu\n" in hotline[0].text


def test_the_comments_are_in_the_readers_language(tmp_path):
    brought = imported(HOTLINE, Into(queues=CENTRE.queues, queue="destek", reader="tr"))
    assert brought.text.startswith("# Twilio Studio'dan alındı (hotline.json).")


def test_words_before_a_question_without_words_are_the_question(tmp_path):
    gather = _widget("b", "gather-input-on-call", {"number_of_digits": 1}, keypress="c")
    split = _widget("c", "split-based-on", {"input": "{{widgets.b.Digits}}"})
    match = {"type": "equal_to", "value": "1", "arguments": ["{{widgets.b.Digits}}"]}
    split["transitions"] = [{"event": "match", "next": "d", "conditions": [match]}]
    say = _widget("a", "say-play", {"say": "Press 1."}, audioComplete="b")
    flow = _bring_in(tmp_path, say, gather, split, _widget("d", "connect-call-to", {"to": "+902125550100"}))[1]
    assert flow.nodes["a"].menu.say.en == "Press 1."
    assert set(flow.nodes) == {"a", "d", "someone"}


def test_a_request_is_a_dip_that_keeps_what_later_words_use(tmp_path):
    properties = {"method": "GET", "url": "https://crm.example.com/of?phone={{trigger.call.From}}"}
    fetch = _widget("http 1", "make-http-request", properties, success="b", failed="c")
    say = _widget("b", "say-play", {"say": "Due {{widgets.http 1.parsed.bill.due_date}}."})
    brought, flow = _bring_in(tmp_path, fetch, say, _widget("c", "connect-call-to"), first="http 1")
    dip = flow.nodes["http_1"].dip
    assert (dip.get, dip.ok, dip.failed) == ("https://crm.example.com/of?phone={phone}", "b", "c")
    assert dip.keep == {"due_date": "bill.due_date"}
    assert flow.nodes["b"].say.en == "Due {due_date}."
    assert "todo: allow `crm.example.com` in dips.yaml" in brought.text


def test_a_function_is_asked_at_its_address_and_trouble_leads_to_a_person(tmp_path):
    called = [{"key": "no", "value": "4812"}, {"key": "who", "value": "{{trigger.call.From}}"}]
    run = _widget("a", "run-function", {"url": "https://x-1.twil.io/due", "parameters": called}, success="b")
    flow = _bring_in(tmp_path, run, _widget("b", "say-play", {"say": "Good."}))[1]
    assert flow.nodes["a"].dip.get == "https://x-1.twil.io/due?no=4812&who={phone}"
    assert flow.nodes["a"].dip.failed == "someone"


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"method": "POST", "url": "https://crm.example.com/calls"}, "POST https://crm.example.com/calls"),
        ({"method": "GET", "url": "https://{{flow.data.host}}/x"}, "is put together during the call"),
        ({"method": "GET", "url": "ftp://crm.example.com"}, "this cannot be written here"),
    ],
)
def test_a_request_that_cannot_be_made_during_a_call_leads_to_a_person(tmp_path, properties, reason):
    brought, flow = _bring_in(tmp_path, _widget("a", "make-http-request", properties))
    assert flow.nodes["a"].kind == "agent"
    assert reason in brought.text


def test_tags_for_studios_voices_are_not_spoken(tmp_path):
    say = _widget("a", "say-play", {"say": '<speak>Hello<break time="1s"/> there, 2 < 3.</speak>'})
    brought, flow = _bring_in(tmp_path, say)
    assert flow.nodes["a"].say.en == "Hello there, 2 < 3."
    assert "tags that tell how to speak were taken out" in brought.text


def test_every_comment_can_be_written_in_both_languages():
    words = Path(ivr.studio.__file__).parent / "words"
    turkish, english = (json.loads((words / f"{language}.json").read_text()) for language in ("tr", "en"))
    assert set(turkish) == set(english)
    assert all(set(re.findall(r"{\w+}", turkish[key])) == set(re.findall(r"{\w+}", english[key])) for key in english)


def test_a_text_message_to_the_caller_is_one_and_to_anybody_else_is_marked(tmp_path):
    body = {"body": "We have your call.", "to": "{{contact.channel.address}}"}
    flow = _bring_in(tmp_path, _widget("a", "send-message", body, sent="b"), _widget("b", "connect-call-to"))[1]
    assert (flow.nodes["a"].message.text.en, flow.nodes["a"].next) == ("We have your call.", "b")
    brought, flow = _bring_in(tmp_path, _widget("a", "send-message", {**body, "to": "+902125550100"}))
    assert flow.nodes["a"].kind == "agent"
    assert "written to +902125550100" in brought.text


def test_a_split_on_a_kept_value_is_a_branch(tmp_path):
    keeps = _widget("a", "set-variables", {"variables": [{"key": "season", "value": "winter"}]}, next="b")
    split = _widget("b", "split-based-on", {"input": "{{flow.variables.season}}"}, noMatch="c")
    for kind, value in (("matches_any_of", "winter, autumn"), ("regex", "^s")):
        match = {"type": kind, "value": value, "arguments": ["{{flow.variables.season}}"]}
        split["transitions"].append({"event": "match", "next": "d", "conditions": [match]})
    ends = [_widget(name, "say-play", {"say": "Bye."}) for name in ("c", "d")]
    brought, flow = _bring_in(tmp_path, keeps, split, *ends)
    assert flow.nodes["b"].branch.on == "season"
    assert flow.nodes["b"].branch.ways == {"winter": "d", "autumn": "d"}
    assert "todo: the condition `regex ^s`" in brought.text


def test_a_sound_is_asked_for_by_the_name_it_has_here(tmp_path):
    play = _widget("a", "say-play", {"play": "https://cdn.example.com/Bekleme%20Müziği.mp3?v=2"})
    brought, flow = _bring_in(tmp_path, play)
    assert flow.nodes["a"].play == "bekleme_muzigi.mp3"
    assert "into the centre's `audio` folder" in brought.text


def test_widgets_of_the_same_plain_name_stay_apart(tmp_path):
    widgets = [
        _widget("Say 1", "say-play", {"say": "x"}, audioComplete="say-1"),
        _widget("say-1", "say-play", {"say": "y"}),
    ]
    flow = _bring_in(tmp_path, *widgets, first="Say 1")[1]
    assert {"say_1", "say_1_2"} < set(flow.nodes)


def test_what_our_language_does_not_take_leads_to_a_person_as_well(tmp_path):
    brought, flow = _bring_in(tmp_path, _widget("a", "say-play", {"say": "x" * 2000}))
    assert flow.nodes["a"].kind == "agent"
    assert "todo: this cannot be written here" in brought.text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"states": [', "studio.json:1:13"),
        ("[]", "studio.json"),
        ('{"states": [{"type": "trigger"}]}', "states.1.name"),
        ('{"states": []}', "no call comes in here"),
        ("\x80", "studio.json"),
    ],
)
def test_a_file_that_is_no_flow_of_studio_is_refused_with_the_place(tmp_path, text, told):
    (tmp_path / "studio.json").write_text(text, encoding="utf-8")
    with pytest.raises(FlowInvalid, match=told):
        imported(tmp_path / "studio.json", CENTRE)


@given(
    name=any_of.text(min_size=1, max_size=60),
    text=any_of.text(max_size=200),
    values=any_of.lists(any_of.text(max_size=90), max_size=4),
)
def test_whatever_people_named_and_wrote_the_result_is_a_flow(tmp_path_factory, name, text, values):
    split = _widget("b", "split-based-on", {"input": "{{widgets.g.Digits}}"})
    match = [{"type": "matches_any_of", "value": ",".join(values), "arguments": ["{{widgets.g.Digits}}"]}]
    split["transitions"] = [{"event": "match", "next": name, "conditions": match}]
    gather = _widget("g", "gather-input-on-call", {"say": text, "timeout": text[:3]}, keypress="b", speech="b")
    _, flow = _bring_in(
        tmp_path_factory.mktemp("any"), _widget(name, "say-play", {"say": text}, audioComplete="g"), gather, split,
        first=name,
    )  # fmt: skip
    assert reachable(flow) == set(flow.nodes)
