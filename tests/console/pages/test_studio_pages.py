"""The studio shows what callers hear, who answers them and when, to those who are responsible for it."""

import json
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import pytest

from console.pages.wording import LANGUAGES, words
from ivr.publishing.drafting import draft_flows
from ivr.publishing.publishing import Wish
from ivr.publishing.shelf import FlowShelf
from ivr.publishing.written_flow import written
from ivr.voice_board import VoiceBoard
from tests.console.conftest import BOARD_AT_HAND, Centre
from tests.console.flows import QUEUES, flows_are_there, source
from tests.console.pages.conftest import Visitor

AsSomebody = Callable[[str], Visitor]
PAGES = ("", "/flows/main", "/prompts", "/queues", "/hours", "/policy", "/policy/policy")
PARTS = ("picture", "try", "tests", "difference", "versions", "traffic", "replay", "prompts")
HOSTILE = "</text></textarea><svg onload=alert(1)><script>alert(2)</script> & \u202e \U0001f525"


@pytest.fixture
def ops(centre: Centre, signed_in: AsSomebody) -> Visitor:
    board = cast(VoiceBoard, centre.board)
    BOARD_AT_HAND.board = replace(
        board, flows=FlowShelf({}, board.database, centre.clock), flow_of_number={"+908502220099": "main"},
        draft_numbers=frozenset({"+908502220099"}),
    )  # fmt: skip
    flows_are_there(centre)
    return signed_in("ops")


class Acting(HTMLParser):
    """What in a page would act by itself: scripts written into it, and attributes that are scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    @classmethod
    def in_page(cls, page: str) -> list[str]:
        reader = cls()
        reader.feed(page)
        return reader.found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if (tag == "script" and "src" not in dict(attrs)) or any(name.startswith("on") for name, _ in attrs):
            self.found.append(self.get_starttag_text() or tag)


def shown(visitor: Visitor, path: str) -> str:
    answer = visitor.opens(f"/studio{path}")
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_every_page_of_the_studio_is_there_in_both_languages_and_brings_no_style_of_its_own(ops: Visitor) -> None:
    paths = (*PAGES, *(f"/flows/main?show={part}" for part in PARTS), "/flows/new_one")
    turkish = {path: shown(ops, path) for path in paths}
    ops.sends("/language", language="en")
    for path in paths:
        english = shown(ops, path)
        assert turkish[path] != english and '<html lang="en">' in english, path
        assert "style=" not in english and "<style" not in english, path


def test_each_view_of_a_flow_is_had_alone(ops: Visitor) -> None:
    for part in PARTS:
        alone = shown(ops, f"/flows/main/parts/{part}")
        assert "<html" not in alone and alone.strip(), part
    assert ops.opens("/studio/flows/main/parts/nothing").status_code == 404


def test_the_words_are_the_same_in_both_languages() -> None:
    told = {language: {key for key in words(language) if key.startswith("studio.")} for language in LANGUAGES}
    assert told["tr"] == told["en"]


def test_every_word_of_the_studio_is_used_somewhere() -> None:
    folder = Path("console/pages")
    used = "".join(
        file.read_text() for file in [*folder.glob("templates/studio/**/*.html"), *folder.glob("studio/*.py")]
    )
    made = tuple(f'"studio.{start}" ~' for start in ("day_", "hours_", "how_", "on_", "opening_", "part_", "state_"))
    assert all(start in used for start in made)
    starts = tuple(one.removeprefix('"').removesuffix('" ~') for one in made)
    areas = ("studio.flows", "studio.prompts", "studio.queues", "studio.hours", "studio.policy")
    left = [key for key in words("tr") if key.startswith("studio.") and f'studio.{key[7:]}"' not in used
            and f"studio.{key[7:]}'" not in used and not key.startswith(starts) and key not in areas]  # fmt: skip
    assert left == []


def test_ops_see_the_draft_with_its_errors_and_its_picture_before_any_script_has_run(ops: Visitor) -> None:
    page = shown(ops, "/flows/main")
    assert "İyi akşamlar" in page and 'data-line="5"' in page and "<svg" in page
    assert "missing" not in page and 'class="warning"' in page


def test_a_hostile_flow_stays_a_text(ops: Visitor, centre: Centre) -> None:
    text = source("x").replace('{tr: "x"}', f"{{tr: {json.dumps(HOSTILE)}}}")
    wish = Wish(author="</script>", note="<b>", now=centre.clock(), who="test:ayse")
    draft_flows(centre.board.database, [written(text, QUEUES, name="main")], wish)
    for path in ("/flows/main", *(f"/flows/main?show={part}" for part in PARTS), "/prompts", ""):
        assert Acting.in_page(shown(ops, path)) == [], path


def test_whoever_may_only_read_is_shown_no_way_to_change_anything(
    ops: Visitor, signed_in: AsSomebody, visitor: Any
) -> None:
    for login in ("watch", "lead"):
        page = shown(signed_in(login), "/flows/main")
        assert " readonly>" in page and "data-draft=" not in page and 'id="publish"' not in page
    assert "data-act" not in shown(signed_in("watch"), "/hours") + shown(signed_in("watch"), "/policy")
    assert signed_in("ayse").opens("/studio").status_code == 403
    assert visitor().opens("/studio").headers["Location"] == "/login"


WRONG = ("/flows/Not-a-name", "/flows/main?show=nothing", "/policy/flows", "/hours?year=1",
         "/flows/main?show=traffic&days=x", "/flows/main?show=difference&before=99&after=1")  # fmt: skip


def test_what_there_is_not_is_told_as_such(ops: Visitor) -> None:
    assert {path: ops.opens(f"/studio{path}").status_code for path in WRONG} == dict.fromkeys(WRONG, 404)


def test_a_crisis_that_is_on_is_seen_first_and_can_be_turned_off(ops: Visitor) -> None:
    told = {"message_tr": "Fırtına <b>", "message_en": "A storm", "until": "2026-11-23T12:00:00Z"}
    assert ops.asks("POST", "/crisis", json=told).status_code == 200
    page = shown(ops, "/hours")
    assert "Fırtına &lt;b&gt;" in page and "DELETE /api/v1/crisis/1" in page
    assert ops.asks("DELETE", "/crisis/1").status_code == 200
    assert "DELETE /api/v1/crisis/1" not in shown(ops, "/hours")


def test_a_flow_nobody_has_written_begins_with_one_that_can_be_published(ops: Visitor) -> None:
    page = shown(ops, "/flows/new_one")
    text = page.partition("<textarea")[2].partition(">\n")[2].partition("</textarea>")[0].replace("&#34;", '"')
    drafted = ops.asks("PUT", "/flows/new_one/draft", json={"source": text})
    assert drafted.status_code == 200, drafted.get_json()
    assert ops.asks("POST", "/flows/new_one/versions", json={"note": "<i>ilk</i>"}).status_code == 200
    table = shown(ops, "/flows/new_one/parts/versions")
    assert "&lt;i&gt;ilk&lt;/i&gt;" in table and table in shown(ops, "/flows/new_one?show=versions")
    assert "rollback" not in table, "it is in force"
    changed = text.replace("Merhaba.", "İyi günler.")
    assert ops.asks("PUT", "/flows/new_one/draft", json={"source": changed}).status_code == 200
    assert ops.asks("POST", "/flows/new_one/versions", json={"note": "iki"}).status_code == 200
    table = shown(ops, "/flows/new_one/parts/versions")
    assert 'data-act="POST /api/v1/flows/new_one/rollback"' in table and '{"version": "1"}' in table
    assert 'hx-get="/studio/flows/new_one/parts/difference?before=1&amp;after=published"' in table
