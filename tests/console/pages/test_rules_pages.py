"""Rules are changed where they are shown, by whoever configures the centre, and all see which text counts."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from engine.centre import read_centre
from engine.centre_files import centre_files
from engine.rules_in_force import RulesInForce
from engine.shipped import shipped
from ivr.voice_board import VoiceBoard
from tests.console.conftest import BOARD_AT_HAND, Centre
from tests.console.pages.conftest import Visitor
from tests.console.pages.test_studio_pages import shown

AsSomebody = Callable[[str], Visitor]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped("centre"), tmp_path / "centre"))


@pytest.fixture
def ops(centre: Centre, signed_in: AsSomebody, folder: Path) -> Visitor:
    board, read = cast(VoiceBoard, centre.board), read_centre(folder)
    rules = RulesInForce(read, board.database, lambda now: {"policy": now.policy, "care": now.care})
    BOARD_AT_HAND.board = replace(board, policy=read.policy, files=centre_files(folder, board.database, rules))
    return signed_in("ops")


def publish(ops: Visitor, name: str, before: str, after: str) -> None:
    text = ops.told("GET", f"/centre-files/{name}")["source"]
    assert before in text
    ops.told("PUT", f"/centre-files/{name}", json={"source": text.replace(before, after), "note": "<b>why</b>"})


def test_a_file_says_whether_it_counts_as_it_lies_or_as_it_was_published(ops: Visitor) -> None:
    assert "Klasördeki haliyle" in shown(ops, "/policy/policy")
    publish(ops, "policy", "ring_seconds: 15 ", "ring_seconds: 19 ")
    page = shown(ops, "/policy/policy")
    assert "ring_seconds: 19 " in page and "&lt;b&gt;why&lt;/b&gt;" in page
    assert "Klasördeki dosya farklı ve geçerli değil" in page
    assert "klasör farklı" in shown(ops, "/policy")
    assert "ring_seconds: 15 " in shown(ops, "/policy/policy?text=file") and "?text=1" in page
    assert "ring_seconds: 15 " in shown(ops, "/policy/policy?text=1")
    assert ops.opens("/studio/policy/policy?text=9").status_code == 404


def test_each_version_but_the_one_in_force_can_be_looked_at_and_put_back(ops: Visitor) -> None:
    publish(ops, "policy", "ring_seconds: 15 ", "ring_seconds: 19 ")
    table = shown(ops, "/policy/policy/versions")
    ways = re.findall(r'data-act="(POST [^"]+)" data-body=.([^>]*?). data-confirm', table)
    assert ways == [("POST /api/v1/centre-files/policy/rollback", '{"version": 1}')]
    assert re.findall('href="([^"]+)"', table) == ["/studio/policy/policy?text=1"]
    assert table.count("Yürürlükte") == 1 and "klasördeki haliyle" in table
    ops.told("POST", "/centre-files/policy/rollback", json=json.loads(ways[0][1]))
    again = shown(ops, "/policy/policy/versions")
    assert "1 sürümünün metni" in again and len(re.findall("centre-files/policy/rollback", again)) == 2


def test_whoever_may_not_publish_sees_all_and_has_no_button(ops: Visitor, signed_in: AsSomebody) -> None:
    publish(ops, "policy", "ring_seconds: 15 ", "ring_seconds: 19 ")
    for login in ("watch", "lead"):
        page = shown(signed_in(login), "/policy/policy") + shown(signed_in(login), "/policy/policy/versions")
        assert "ring_seconds: 19" in page and "data-act" not in page and 'id="publish"' not in page
    assert 'id="publish"' not in shown(ops, "/policy/connections")


def test_rings_of_a_published_policy_are_shown_with_who_is_in_them(ops: Visitor) -> None:
    publish(ops, "policy", "{after_seconds: 60, ", "{after_seconds: 77, ")
    queues = json.dumps(ops.told("GET", "/queues"))
    assert "77" in queues and "/studio/policy/policy" in shown(ops, "/queues")


def test_numbers_and_periods_lead_to_where_they_are_changed(ops: Visitor) -> None:
    assert "/studio/policy/numbers" in ops.opens("/admin/numbers").get_data(as_text=True)
    publish(ops, "care", "calls_days: 730", "calls_days: 365")
    privacy = ops.opens("/admin/privacy").get_data(as_text=True)
    assert "/studio/policy/care" in privacy and "365" in privacy


def test_what_is_wrong_with_rules_is_told_in_the_language_of_whoever_writes_them(ops: Visitor) -> None:
    text = ops.told("GET", "/centre-files/policy")["source"]
    wrong = {
        'ring_seconds: "x"': ("tırnaksız bir sayı", "without quotes"),
        "rong_seconds: 3": ("`ring_seconds` mı demek istediniz", "did you mean `ring_seconds`"),
        "ring_seconds: -1": ("en az 0 olmalı", "must be at least 0"),
        "agent_order: best": ("şunlardan biri olmalı", "must be 'longest_idle'"),
        "default_queue: destk": ("`destk` diye bir kuyruk yok", "there is no queue `destk`"),
        "ring_seconds: [": ("parantezlere ve tırnaklara bakın", "brackets and quotes"),
    }  # fmt: skip
    for line, sentences in wrong.items():
        name = line.partition(":")[0]
        lines = [each for each in text.splitlines() if not each.startswith(f"{name}:")]
        for language, sentence in zip(("tr", "en"), sentences, strict=True):
            body = {"source": "\n".join([*lines, line]), "language": language}
            checked = ops.told("POST", "/centre-files/policy/check", json=body)
            assert checked["errors"] and sentence in checked["findings"][0]["message"], (line, checked["findings"])
