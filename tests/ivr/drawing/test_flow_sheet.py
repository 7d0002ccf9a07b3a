"""What stands on the sheet of a flow."""

from ivr.drawing.difference_sheet import difference_sheet
from ivr.drawing.flow_sheet import sheet_of
from tests.ivr.drawing.written import SHOP, written

PARTS = """\
flow: parts
start: hello
person: anyone
nodes:
  hello: {subflow: shop, next: end}
  end: {hang_up: true}
  anyone: {agent: {queue: destek}}
"""


def test_every_node_is_a_card_that_says_where_it_is_written(tmp_path):
    sheet = sheet_of(written(tmp_path), "tr")
    places = {card.name: card.place for card in sheet.cards.values() if card.place}
    assert places == {
        "hello": "shop.yaml:6", "who": "shop.yaml:9", "number": "shop.yaml:11", "choice": "shop.yaml:15",
        "bill": "shop.yaml:19", "sorry": "shop.yaml:21", "anyone": "shop.yaml:23",
    }  # fmt: skip


def test_cards_look_like_what_they_do(tmp_path):
    sheet = sheet_of(written(tmp_path), "tr")
    assert {card.name: card.look for card in sheet.cards.values() if card.kind} == {
        "hello": "says", "who": "decides", "number": "asks", "choice": "asks",
        "bill": "person", "sorry": "person", "anyone": "person",
    }  # fmt: skip


def test_words_stand_there_in_the_readers_language_and_all_of_them_behind_the_card(tmp_path):
    flow = written(tmp_path)
    assert sheet_of(flow, "tr").cards["shop.choice"].words == "“Fatura için 1.”"
    assert sheet_of(flow, "en").cards["shop.choice"].words == "“For a bill press 1.”"
    assert "tr: Fatura için 1.\nen: For a bill press 1." in sheet_of(flow, "en").cards["shop.choice"].told


def test_where_nothing_is_heard_the_card_says_what_is_written_or_set(tmp_path):
    text = SHOP.replace(
        "agent: {queue: fatura}", 'message: {text: {tr: "Faturanız yolda.", en: "On its way."}}\n    next: kept'
    )
    cards = sheet_of(written(tmp_path, f"{text}  kept: {{set: {{season: winter}}, next: anyone}}\n"), "tr").cards
    assert cards["shop.bill"].words == "“Faturanız yolda.”"
    assert cards["shop.kept"].words == "season winter"
    assert cards["shop.anyone"].words == "destek"


def test_keys_that_lead_to_the_same_place_share_an_arrow(tmp_path):
    arrows = sheet_of(written(tmp_path), "tr").arrows
    assert [(one.label, one.head) for one in arrows if one.tail == "shop.choice"] == [
        ("1 · 2", "shop.bill"),
        ("3", "shop.sorry"),
    ]


def test_errors_are_dashed_and_what_callers_chose_is_not(tmp_path):
    arrows = sheet_of(written(tmp_path), "tr").arrows
    assert {(one.tail, one.label) for one in arrows if one.dashed and one.line != "engine"} == {
        ("shop.number", "not_found")
    }


def test_ways_nobody_wrote_are_one_dashed_line_each_however_many_questions_there_are(tmp_path):
    sheet = sheet_of(written(tmp_path), "tr")
    assert [(one.tail, one.head) for one in sheet.arrows if one.line == "engine"] == [
        ("shop!person", "shop.anyone"),
        ("shop!complaint", "shop.sorry"),
    ]
    assert {card.name for card in sheet.cards.values() if card.keeps_zero} == {"number", "choice"}


def test_a_way_that_leads_nowhere_is_seen(tmp_path):
    draft = written(tmp_path, SHOP.replace("next: who", "next: whom"))
    assert sheet_of(draft, "tr").cards["shop.whom"].look == "missing"


def test_a_flow_inside_another_is_drawn_in_a_box_with_the_way_in(tmp_path):
    whole = sheet_of(written(tmp_path, PARTS, "parts.yaml"), "tr", {"shop": written(tmp_path)})
    assert [(box.name, len(box.cards)) for box in whole.boxes] == [("shop", 7 + 3)]
    assert {("parts.hello", "shop!start"), ("shop!start", "shop.hello")} < {
        (one.tail, one.head) for one in whole.arrows
    }


def test_flows_that_lead_to_each_other_are_drawn_once_each(tmp_path):
    turned = written(tmp_path, PARTS.replace("flow: parts", "flow: shop").replace("subflow: shop", "subflow: parts"))
    parts = written(tmp_path, PARTS, "parts.yaml")
    assert [box.name for box in sheet_of(parts, "tr", {"shop": turned, "parts": parts}).boxes] == ["shop"]


def test_what_came_what_went_and_what_is_otherwise_is_told_apart(tmp_path):
    before = written(tmp_path)
    newer = SHOP.replace("Fatura için 1.", "Fatura için biri tuşlayın.").replace('"3": sorry', '"3": ring')
    after = written(tmp_path, newer.replace("  sorry:", "  ring:").replace("complaint: sorry", "complaint: ring"))
    sheet = difference_sheet(before, after, "tr")
    states = {card.name: card.state for card in sheet.cards.values() if card.state != "same"}
    assert states == {"choice": "changed", "ring": "added", "sorry": "removed"}
    told = sheet.cards["shop.choice"].told
    assert "Fatura için biri tuşlayın." in told and "Fatura için 1." in told
    assert {(one.label, one.head, one.state) for one in sheet.arrows if one.tail == "shop.choice"} == {
        ("1 · 2", "shop.bill", "same"), ("3", "shop.ring", "added"), ("3", "shop.sorry", "removed"),
    }  # fmt: skip


def test_the_same_flow_differs_in_nothing(tmp_path):
    sheet = difference_sheet(written(tmp_path), written(tmp_path), "en")
    assert {card.state for card in sheet.cards.values()} | {one.state for one in sheet.arrows} == {"same"}


def test_a_person_who_is_no_node_is_seen_too(tmp_path):
    sheet = sheet_of(written(tmp_path, SHOP.replace("person: anyone", "person: anybody")), "tr")
    assert sheet.cards["shop.anybody"].look == "missing"
