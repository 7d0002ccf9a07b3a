"""A call that was can be told, offer by offer, in both languages."""

import re

import pytest

from engine.errors import OrderRefused
from engine.routes_explained import call_told, might_call
from ivr.call_explained import explain_past_call
from ivr.explaining import explain_call
from records.database import reading
from tests.journeys.test_trouble import AYSE, BURAK, MEHMET, answers, calls, signs_in
from tests.world import World


def told(world: World, sid: str, language: str) -> list[str]:
    with reading(world.voice.database) as session:
        return [sentence.text for sentence in explain_past_call(session, sid, language=language)]


def test_a_call_is_told_offer_by_offer_in_both_languages(world: World) -> None:
    signs_in(world, "ayse")
    signs_in(world, "burak")
    answers(world, AYSE, "Ayşe", presses="2")
    answers(world, BURAK, "Burak")
    caller = calls(world, MEHMET, "Mehmet")
    world.advance(60)
    assert caller.is_over
    turkish, english = told(world, caller.sid, "tr"), told(world, caller.sid, "en")
    assert len(turkish) == len(english) > 8
    wanted = [
        "Waits in queue destek",
        "First the owner of the case, Ayşe Demir",
        "Offered to Ayşe Demir (step 1",
        "Ayşe Demir declined and is not asked again",
        "Offered to Burak Yılmaz",
        "Burak Yılmaz and the caller talk",
        "The call ended",
    ]
    at = [next(n for n, sentence in enumerate(english) if sentence.startswith(one)) for one in wanted]
    assert at == sorted(at)
    assert any("Ayşe Demir reddetti" in sentence for sentence in turkish)
    assert not re.search(r"[{}]|\bayse\b|\bburak\b", " ".join([*turkish, *english]))
    status, shown = world.ask("GET", f"/api/v1/calls/{caller.sid}/explanation?language=en", key=world.key)
    assert (status, [one["text"] for one in shown["sentences"]]) == (200, english)
    told_both = call_told(world.voice, caller.sid, ["tr", "en"])
    assert re.match(r"\d\d:\d\d:\d\d  ", told_both["tr"][1])
    assert world.ask("GET", "/api/v1/calls/CAnone/explanation", key=world.key)[0] == 404
    with pytest.raises(OrderRefused):
        call_told(world.voice, "CAnone", ["tr"])


def test_what_might_be_can_be_asked_of_a_queue_and_of_another_time(world: World) -> None:
    signs_in(world, "ayse", "not_ready")
    sentences = explain_call(world.voice, MEHMET, language="tr", queue="fatura")
    assert "oturum açmış ama hazır değil" in " ".join(sentences)
    assert "fatura kuyruğu, 1. halka" in " ".join(sentences)
    assert all(sentence.count("Ayşe Demir") <= 1 for sentence in sentences)
    with pytest.raises(OrderRefused, match="no queue typo"):
        might_call(world.voice, MEHMET, ["tr"], queue="typo", at=None)
