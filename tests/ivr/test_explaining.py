"""Anybody may ask why a call goes where it goes, in Turkish and in English."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from importlib import resources

import pytest

from ivr.explaining import explain_call
from routing.queue import Diversion
from tests.journeys.test_trouble import signs_in
from tests.world import World


@pytest.mark.parametrize(("language", "told"), [("tr", "ilk sunulacak kişi: Ayşe Demir"), ("en", "is Ayşe Demir")])
def test_why_ayse(world: World, language: str, told: str) -> None:
    signs_in(world, "ayse")
    signs_in(world, "burak")
    sentences = explain_call(world.voice, "+905321234567", language=language)
    assert any("4812" in sentence and "Ayşe Demir" in sentence for sentence in sentences)
    assert sentences[-1].rstrip(".").endswith(told)


def test_why_burak_when_ayse_has_gone_home(world: World) -> None:
    signs_in(world, "burak")
    assert "Burak Yılmaz" in explain_call(world.voice, "+905321234567", language="tr")[-1]


def test_a_withheld_number_is_told_what_the_menu_asks(world: World) -> None:
    sentences = " ".join(explain_call(world.voice, "anonymous", language="en"))
    assert "nobody is guessed" in sentences and "4" in sentences


def test_two_customers_on_one_number_are_named_to_the_asker_only(world: World) -> None:
    sentences = explain_call(world.voice, "+905329998877", language="tr")
    assert "tahmin edilmez" in sentences[1] and "Fatma" in sentences[1]


def test_which_key_is_which_case_is_told_with_its_owner(world: World) -> None:
    told = explain_call(world.voice, "+902125550101", language="en")
    assert [line for line in told if "case 48" in line and line.startswith("key")] == [
        "key 1 → case 4808, whose owner is Deniz Kaya.",
        "key 2 → case 4814, which nobody owns.",
    ]
    assert "key 1 → " not in " ".join(explain_call(world.voice, "+905321234567", language="en"))


NIGHT = datetime(2026, 11, 25, 23, 30, tzinfo=UTC)


def at_the_door(world: World, queue: str, to: str, *, at: datetime | None = None, language: str = "en") -> str:
    """What is told of a queue that leads everybody whom it finds closed, or at once, elsewhere."""
    policy = world.voice.policy
    rule = Diversion(when="closed or waiting >= 0", to=to)
    asked = replace(policy, queues={**policy.queues, queue: replace(policy.queues[queue], diversions=(rule,))})
    voice = replace(world.voice, policy=asked, **({"clock": lambda: at} if at else {}))  # type: ignore[arg-type]
    return " ".join(explain_call(voice, "+905333334455", language=language, queue=queue))


def test_a_closed_queue_and_the_rule_at_its_door_are_told(world: World) -> None:
    told = at_the_door(world, "fatura", "queue:destek", at=NIGHT)
    assert "The queue fatura is closed by its hours (fatura)." in told
    assert "holds (closed or waiting >= 0): the caller would wait in queue destek" in told
    asked = replace(world.voice, clock=lambda: NIGHT)
    told = " ".join(explain_call(asked, "+905333334455", language="en", queue="fatura"))
    assert "closed by its hours (fatura), and no rule of it leads callers elsewhere" in told
    told = at_the_door(world, "fatura", "flow:after_hours", language="tr")
    assert "kapalı" not in told and "arayan aşağıdakilerin yerine after_hours akışını duyar" in told


def test_no_rule_at_the_door_leads_away_whose_own_people_are_there(world: World) -> None:
    signs_in(world, "ayse")
    policy = world.voice.policy
    destek = replace(policy.queues["destek"], diversions=(Diversion(when="waiting >= 0", to="flow:call_me"),))
    voice = replace(world.voice, policy=replace(policy, queues={**policy.queues, "destek": destek}))
    assert "leads away nobody whose own people" in " ".join(explain_call(voice, "+905321234567", language="en"))


def test_asking_changes_nothing(world: World) -> None:
    before = (world.voice.floor.counts(), world.voice.floor.agents())
    explain_call(world.voice, "+905321234567", language="tr")
    assert (world.voice.floor.counts(), world.voice.floor.agents()) == before


def test_both_languages_say_the_same_things() -> None:
    files = resources.files("ivr") / "explanations"
    turkish, english = (json.loads((files / f"{language}.json").read_text("utf-8")) for language in ("tr", "en"))
    assert turkish.keys() == english.keys()
