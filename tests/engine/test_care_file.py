from datetime import time, timedelta

import pytest

from cases.care import Care
from engine.care_calendars import see_that_calendars_are_there
from engine.care_file import read_care
from engine.shipped import shipped
from ivr.errors import FlowInvalid


def written(tmp_path, text):
    path = tmp_path / "care.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_shipped_centre_knows_the_usual_reasons_in_both_languages():
    reasons = read_care(shipped("centre") / "care.yaml").reasons
    assert {"delivery_late", "damaged", "missing_part", "wrong_product", "conduct", "compliment"} <= set(reasons)
    assert reasons["delivery_late"].words.tr == "teslimat gecikmesi"
    assert reasons["delivery_late"].words.en == "late delivery"


def test_the_shipped_centre_spells_out_the_usual_authority_for_goodwill():
    written, usual = read_care(shipped("centre") / "care.yaml").goodwill, Care().goodwill
    assert (written.kinds, written.tiers) == (dict(usual.kinds), usual.tiers)
    assert "fault" in written.facts


def test_a_limit_for_what_is_no_kind_of_goodwill_is_told(tmp_path):
    path = written(tmp_path, "goodwill:\n  tiers:\n    new: {roles: [agent], limits: {gold: 5}}\n")
    with pytest.raises(FlowInvalid, match="new has a limit for gold"):
        read_care(path)
    path = written(tmp_path, "goodwill:\n  tiers:\n    new: {roles: [agent], budget: -5}\n")
    with pytest.raises(FlowInvalid, match=r"3:27: goodwill\.tiers\.new\.budget"):
        read_care(path)


def test_a_centre_without_the_file_is_as_care_has_it(tmp_path):
    assert read_care(tmp_path / "care.yaml") == Care()


def test_every_fault_is_told_with_its_place(tmp_path):
    path = written(tmp_path, "reasons:\n  damaged: {tr: hasarlı}\n  Late!: {tr: geç, en: late}\nreason: {}\n")
    with pytest.raises(FlowInvalid) as invalid:
        read_care(path)
    told = "\n".join(invalid.value.problems)
    assert f"{path}:2:3: reasons.damaged.en" in told
    assert f"{path}:3:3: reasons.Late!" in told
    assert f"{path}:4:1: reason: not known here; did you mean `reasons`?" in told


def test_the_centre_says_how_it_writes_and_changes_our_words_one_by_one(tmp_path):
    text = (
        'follow_ups:\n  channels: [sms, email]\n  quiet_from: "22:30"\n  answer_within_hours: 8\n'
        "  templates:\n    update: {whatsapp: {tr: HX" + "a" * 32 + ", variables: [case, what]}}\n"
        '    ours:\n      text: {tr: "{case}: {ne}", en: "{case}: {ne}"}\n      subject: {tr: Konu, en: Subject}\n'
    )
    rules = read_care(written(tmp_path, text)).follow_ups
    assert rules.channels == ("sms", "email") and rules.quiet_from == time(22, 30)
    assert rules.answer_within == timedelta(hours=8)
    assert (
        rules.templates["update"].contents == {"tr": "HX" + "a" * 32} and "{what}" in rules.templates["update"].text.tr
    )
    assert rules.templates["ours"].arguments == {"ne"} and "promise_made" in rules.templates


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("ours: {purpose: service}", "ours: a template we do not ship needs a text and a subject"),
        ("update: {text: {tr: Merhaba, en: Hello}}", "update: the tr text has no {case}"),
        ("update: {whatsapp: {tr: HX12}}", "follow_ups.templates.update.whatsapp.tr"),
        ("update: {whatsapp: {variables: [kim]}}", "the WhatsApp template's kim stands nowhere in the text"),
        ("update: {purpose: advertising}", "follow_ups.templates.update.purpose"),
    ],
)
def test_words_that_cannot_be_sent_are_told_with_their_place(tmp_path, template, fault):
    path = written(tmp_path, "follow_ups:\n  templates:\n    " + template + "\n")
    with pytest.raises(FlowInvalid) as invalid:
        read_care(path)
    assert fault in "\n".join(invalid.value.problems) and str(path) in invalid.value.problems[0]


def test_updates_about_what_is_no_reason_are_told_with_their_line(tmp_path):
    path = written(
        tmp_path, "reasons: {repair: {tr: tamir, en: repair}}\nownership:\n  update_every_hours: {repiar: 24}\n"
    )
    with pytest.raises(FlowInvalid) as invalid:
        read_care(path)
    [problem] = invalid.value.problems
    assert problem.startswith(f"{path}:2:") and "there is no reason repiar" in problem


def test_a_calendar_that_hours_yaml_does_not_have_is_told_with_its_place(tmp_path):
    path = written(tmp_path, "departments:\n  depo: {tr: depo, en: depot, calendar: destk, within_hours: 8}\n")
    with pytest.raises(
        FlowInvalid, match=r"2:\d+: departments\.depo\.calendar: there is no calendar `destk`.*`destek`"
    ):
        see_that_calendars_are_there(read_care(path), {"destek"}, path)
    see_that_calendars_are_there(read_care(path), {"destk"}, path)
