"""Who is asked into a conversation hears in fifteen seconds what it is about, and reads the rest."""

import json
from datetime import timedelta

import pytest

from cases.case import Case
from cases.case_note import CaseNote
from cases.promise import end_promise, make_promise
from escalations.brief import LONGEST_SPOKEN, Brief, brief_of, spoken_brief
from escalations.brief_shown import brief_lines
from records.database import reading, writing
from tests.world import World


@pytest.fixture
def brief(world: World) -> Brief:
    """Of a case with a broken promise, an open one and a note by its agent."""
    now = world.clock()
    with writing(world.voice.database) as session:
        broken = make_promise(session, case_number="4810", kind="update", what="Haber vermek", by_agent="deniz",
                              due_at=now + timedelta(hours=1), now=now)  # fmt: skip
        end_promise(session, broken.id, "broken", now + timedelta(hours=2))
        session.add(CaseNote(case_number="4810", at=now, who="agent:deniz", text="Banka dekontu istendi"))
    return told(world, case="4810")


def told(world: World, *, case: str | None, reason: str | None = "Fatura iki kez çekildi, yönetici istiyor") -> Brief:
    with reading(world.voice.database) as session:
        known = session.get(Case, case) if case else None
        customer = known.customer_id if known else None
        return brief_of(world.voice, session, call="CA1", case_number=case, customer_id=customer, agent_id="deniz",
                        reason=reason)  # fmt: skip


def test_it_names_who_calls_what_was_promised_and_what_the_agent_did_right(brief: Brief) -> None:
    assert brief["case"]["number"] == "4810"
    assert [one["status"] for one in brief["promises"]] == ["broken", "open"]
    assert [one["what"] for one in brief["tried"]] == ["Banka dekontu istendi"]
    assert [one["what"] for one in brief["right"]] == ["noted", "owns", "stayed"]
    assert [tier["whose"] for tier in brief["limits"]] == ["Deniz Kaya", "lead"]
    assert json.loads(json.dumps(brief)) == brief


@pytest.mark.parametrize(("language", "words"), [("tr", "1 sözümüz tutulmadı."), ("en", "1 of our promises broken.")])
def test_it_is_said_in_fifteen_seconds(brief: Brief, language: str, words: str) -> None:
    spoken = spoken_brief(brief, language)
    assert len(spoken) <= LONGEST_SPOKEN
    assert "4810" in spoken and words in spoken


def test_however_much_people_wrote_it_stays_short_and_says_whose_case_it_is(world: World) -> None:
    brief = told(world, case="4810", reason="çok uzun bir şikayet " * 40)
    for language in ("tr", "en"):
        spoken = spoken_brief(brief, language)
        assert len(spoken) <= LONGEST_SPOKEN and spoken.endswith(".") and "4810" in spoken


@pytest.mark.parametrize(
    ("tier", "turkish", "english"),
    [("standard", "Ada Ak, dosyası yok.", "Ada Ak, no case."), (None, "Ada Ak, dosyası yok.", "Ada Ak, no case."),
     ("VIP", "Ada Ak, VIP müşteri, dosyası yok.", "Ada Ak, VIP customer, no case."),
     ("gold", "Ada Ak, gold sınıfı müşteri, dosyası yok.", "Ada Ak, customer of tier gold, no case.")],
)  # fmt: skip
def test_the_tier_is_said_in_words_and_what_most_are_is_not(
    world: World, tier: str | None, turkish: str, english: str
) -> None:
    brief = {**told(world, case=None, reason=None), "who": {"name": "Ada Ak", "tier": tier}}
    assert spoken_brief(brief, "tr").startswith(turkish)
    assert spoken_brief(brief, "en").startswith(english)


def test_of_a_caller_nobody_knows_it_says_so(world: World) -> None:
    brief = told(world, case=None, reason=None)
    assert spoken_brief(brief, "tr").startswith("Tanımadığımız bir arayan, dosyası yok.")
    assert spoken_brief(brief, "en").startswith("A caller we do not know, no case.")


def test_the_screen_has_all_of_it_in_both_languages(brief: Brief) -> None:
    turkish, english = brief_lines(brief, "tr"), brief_lines(brief, "en")
    assert [one.heading for one in turkish][:4] == ["", "Sözler", "Denenenler", "Temsilcinin doğru yaptıkları"]
    assert len(turkish) == len(english)
    assert "Deniz Kaya owns the case" in [line for one in english for line in one.lines]
