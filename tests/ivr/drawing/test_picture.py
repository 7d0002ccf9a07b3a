"""The picture of a flow: well-formed whatever is in it, wide as a screen, and an outline where it cannot be."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as any_of

import ivr.drawing
from ivr.drawing.difference_sheet import difference_sheet
from ivr.drawing.flow_sheet import sheet_of
from ivr.drawing.layout import program_in
from ivr.drawing.lettering import lines_of, width_of
from ivr.drawing.look import LOOKS
from ivr.drawing.outline import outline_of
from ivr.drawing.picture import SCREEN_WIDTH, picture_of
from ivr.drawing.sheet import Arrow, Card, Sheet
from ivr.errors import DrawingUnavailable
from tests.ivr.drawing.written import SHOP, written

SVG = "{http://www.w3.org/2000/svg}"


def _classes(svg: str, which: str) -> list[str]:
    found = [group.get("class", "") for group in ElementTree.fromstring(svg).iter(f"{SVG}g")]
    return [classes for classes in found if which in classes.split()]


def test_each_node_is_drawn_once_under_the_anchor_of_its_line(tmp_path):
    svg = picture_of(sheet_of(written(tmp_path), "tr"))
    anchors = [group.get("id", "") for group in ElementTree.fromstring(svg).iter(f"{SVG}g") if group.get("id")]
    assert sorted(anchors) == [f"shop.yaml:{line}" for line in (11, 15, 19, 21, 23, 6, 9)]
    assert "İyi günler, Çağrı" in svg


def test_dashes_are_in_the_picture_where_they_are_on_the_sheet(tmp_path):
    dashed = _classes(picture_of(sheet_of(written(tmp_path), "tr")), "dashed")
    in_legend = 2
    assert sum("trouble" in each for each in dashed) - 1 == 1
    assert len(dashed) - in_legend == 3


def test_a_flow_is_as_wide_as_a_screen_where_it_can_be(tmp_path):
    svg = picture_of(sheet_of(written(tmp_path), "tr"))
    assert float(re.search(r'width="(\d+)"', svg)[1]) <= SCREEN_WIDTH + 40  # type: ignore[index]


def test_both_lights_are_thought_of(tmp_path):
    assert "prefers-color-scheme: dark" in picture_of(sheet_of(written(tmp_path), "tr"))


def test_changes_bear_signs_beside_their_colours(tmp_path):
    before, after = written(tmp_path), written(tmp_path, SHOP.replace("queue: fatura", "queue: destek"))
    svg = picture_of(difference_sheet(before, after, "en"))
    assert _classes(svg, "changed")[-1].split() == ["card", "person", "changed"]
    assert "\N{PLUS-MINUS SIGN}" in svg


@given(words=any_of.text(max_size=60))
def test_no_words_break_the_picture(words):
    cards = {name: Card(id=name, name=words, look="says", words=words, told=words, place=words) for name in ("a", "b")}
    sheet = Sheet(title=words, language="tr", cards=cards, arrows=(Arrow(tail="a", head="b", label=words),))
    ElementTree.fromstring(picture_of(sheet))


@given(text=any_of.text(max_size=200), width=any_of.floats(20, 300))
def test_lines_keep_to_their_width(text, width):
    lines = lines_of(text, 11, width, most=3)
    assert len(lines) <= 3
    assert all(width_of(line, 11) <= width for line in lines if len(line) > 1)


def test_without_a_program_to_lay_it_out_somebody_says_what_to_install(tmp_path):
    with pytest.raises(DrawingUnavailable, match="graphviz-pure"):
        program_in(str(tmp_path))


def test_an_outline_tells_each_node_once_under_what_leads_to_it(tmp_path):
    sheet = sheet_of(written(tmp_path), "tr")
    outline = outline_of(sheet)
    first = [line.split()[1] for line in outline.splitlines() if line.strip().startswith("->")]
    assert first == ["hello", "who"]
    assert "      several -> number [ask] “Dosya numaranız?” shop.yaml:11" in outline
    assert outline.count("[menu]") == 1


def test_an_outline_of_a_ring_ends():
    ring = (Arrow(tail="a", head="b"), Arrow(tail="b", head="a"))
    cards = {name: Card(id=name, name=name, look="says") for name in ("a", "b")}
    sheet = Sheet(title="ring", language="en", cards=cards, arrows=ring)
    assert outline_of(sheet) == "ring\n  a\n    -> b\n      -> a (above)\n"
    assert outline_of(replace(sheet, language="tr")).endswith("a (yukarıda)\n")


def test_flows_that_would_not_fit_beside_each_other_stand_in_rows_and_are_led_to(tmp_path):
    names = [f"shop_{number}" for number in range(9)]
    steps = "".join(f"  n{number}: {{subflow: {name}, next: end}}\n" for number, name in enumerate(names))
    menu = ", ".join(f'"{number + 1}": n{number}' for number in range(9))
    text = (
        "flow: parts\nstart: choice\nperson: anyone\nnodes:\n"
        f'  choice: {{menu: {{say: {{tr: "Seçin.", en: "Choose."}}, options: {{{menu}}}}}}}\n{steps}'
        "  end: {hang_up: true}\n  anyone: {agent: {queue: destek}}\n"
    )
    inside = {name: written(tmp_path, SHOP.replace("flow: shop", f"flow: {name}"), f"{name}.yaml") for name in names}
    svg = picture_of(sheet_of(written(tmp_path, text, "parts.yaml"), "tr", inside))
    drawn = ElementTree.fromstring(svg)
    assert float(drawn.get("width", "")) <= SCREEN_WIDTH + 40
    boxes = {box.get("id") for box in drawn.iter(f"{SVG}g") if box.get("class") == "box"}
    assert boxes == {f"flow-{name}" for name in names}
    assert {link.get("href") for link in drawn.iter(f"{SVG}a")} > {f"#{box}" for box in boxes}
    assert svg.count('class="card ') == 9 * (7 + 3) + 1 + 9 + 2 + 2


def test_what_stands_on_a_drawing_can_be_said_in_both_languages():
    words = Path(ivr.drawing.__file__).parent / "words"
    turkish, english = (json.loads((words / f"{language}.json").read_text()) for language in ("tr", "en"))
    assert set(turkish) == set(english) > set(LOOKS) - {"engine"}
