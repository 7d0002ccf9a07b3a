"""A caller's own entry in the register is for their ears alone."""

from datetime import date

import pytest

from cases.customer import customers_with_phone
from cases.hardship import Hardship
from ivr.voice_board import VoiceBoard
from records.database import reading, writing
from tests.ivr.care.calling import MEHMET, Call, flow_of, says, without_records

FLOW = flow_of(
    start={"hardship": {"protected": "safe", "not_protected": "open", "unverified": "proof"}},
    safe=says("{protected_until} gününe kadar kesilmez"),
    open=says("kayıt yok"),
    proof=says("kimsiniz"),
)


@pytest.fixture
def mehmet(voice: VoiceBoard) -> str:
    with reading(voice.database) as session:
        return customers_with_phone(session, MEHMET)[0].id


def is_protected(voice: VoiceBoard, customer: str) -> None:
    with writing(voice.database) as session:
        session.add(
            Hardship(customer_id=customer, actions=["disconnect"], starts_on=date(2026, 11, 1),
                     ends_on=date(2027, 1, 31), reason="emekli", made_by="key:1", made_at=voice.clock())
        )  # fmt: skip


def test_a_protected_caller_hears_until_when(voice: VoiceBoard, mehmet: str) -> None:
    is_protected(voice, mehmet)
    call = Call(voice, FLOW, MEHMET, customer=mehmet, verified=True)
    assert call.heard == "2027-01-31 gününe kadar kesilmez"


def test_who_is_not_in_the_register_goes_the_other_way(voice: VoiceBoard, mehmet: str) -> None:
    assert Call(voice, FLOW, MEHMET, customer=mehmet, verified=True).heard == "kayıt yok"


def test_nobody_learns_of_an_entry_without_proving_who_they_are(voice: VoiceBoard, mehmet: str) -> None:
    is_protected(voice, mehmet)
    assert Call(voice, FLOW, MEHMET, customer=mehmet).heard == "kimsiniz"


def test_without_records_a_person_looks_it_up(voice: VoiceBoard, mehmet: str) -> None:
    assert Call(without_records(voice), FLOW, MEHMET, customer=mehmet, verified=True).queue == "destek"
