"""A verified caller hears where their own case stands; nobody else hears anything."""

from datetime import date, timedelta

from sqlalchemy import delete

from cases.case import Case
from cases.customer import customers_with_phone
from cases.entitlement import Entitlement
from cases.promise import end_promise, promises_of
from ivr.language.move import Reach
from ivr.voice_board import VoiceBoard
from records.database import reading, writing
from tests.ivr.care.calling import MEHMET, Call, flow_of, says, words

EVENTS = ("opened", "talked", "promised", "kept", "closed")
STATUS = {
    "status": {
        "events": {name: words(f"{name} {{case}} {{at}}.") for name in EVENTS},
        "owner": words("Sahibi {owner}."),
        "due": words("Söz {due}."),
        "overdue": words("Geciktik {due}."),
        "warranty": words("{product} garantili, {until}."),
        "told": "anyone",
        "none": "nothing",
        "unverified": "proof",
    }
}
FLOW = flow_of(start=STATUS, nothing=says("yok"), proof=says("kimsiniz"))
SHARED = "+905329998877"


def customer(voice: VoiceBoard, phone: str = MEHMET, place: int = 0) -> str:
    with reading(voice.database) as session:
        return customers_with_phone(session, phone)[place].id


def mehmet(voice: VoiceBoard, case: str | None = None) -> Call:
    return Call(voice, FLOW, MEHMET, customer=customer(voice), case=case, verified=True)


def test_the_last_event_the_owner_and_the_next_promise_are_told(voice: VoiceBoard) -> None:
    heard = mehmet(voice).heard
    assert heard.startswith("promised 4812 2026-11-23T07:00:00+00:00.")
    assert "Sahibi Ayşe." in heard and "Demir" not in heard
    assert "Söz 2026-11-27T15:00:00+00:00." in heard and "Geciktik" not in heard


def test_what_is_under_warranty_is_told_after_proof_and_what_has_ended_is_not(voice: VoiceBoard) -> None:
    for product, ends_on in (("Fırın", date(2026, 11, 22)), ("Buzdolabı", date(2026, 11, 23))):
        with writing(voice.database) as session:
            session.add(Entitlement(customer_id=customer(voice), kind="warranty", product=product, ends_on=ends_on,
                                    starts_on=date(2025, 1, 1), noted_by="x", noted_at=voice.clock()))  # fmt: skip
    heard = mehmet(voice).heard
    assert "Buzdolabı garantili, 2026-11-23T23:59:00+03:00." in heard and "Fırın" not in heard
    assert Call(voice, FLOW, MEHMET, customer=customer(voice), case="4812").heard == "kimsiniz"


def test_the_warranty_is_told_to_who_has_no_case_as_well(voice: VoiceBoard) -> None:
    with writing(voice.database) as session:
        session.execute(delete(Case))
    assert mehmet(voice).heard == "yok"
    with writing(voice.database) as session:
        session.add(Entitlement(customer_id=customer(voice), kind="warranty", product="Fırın",
                                starts_on=date(2025, 1, 1), ends_on=date(2026, 11, 24), noted_by="x",
                                noted_at=voice.clock()))  # fmt: skip
    assert mehmet(voice).heard.startswith("Fırın garantili, 2026-11-24T23:59:00+03:00.")


def test_who_has_not_proved_who_they_are_hears_nothing_of_it(voice: VoiceBoard) -> None:
    assert Call(voice, FLOW, MEHMET, customer=customer(voice), case="4812").heard == "kimsiniz"
    assert Call(voice, FLOW, MEHMET, verified=True).heard == "kimsiniz"


def test_somebody_elses_case_is_never_told_and_ones_own_is(voice: VoiceBoard) -> None:
    assert "4812" in mehmet(voice, case="4810").heard


def test_who_has_no_case_is_led_elsewhere(voice: VoiceBoard) -> None:
    emre = Call(voice, FLOW, SHARED, customer=customer(voice, SHARED, 0), verified=True)
    assert emre.heard == "yok"


def test_a_promise_that_is_late_is_owned_up_to(voice: VoiceBoard) -> None:
    voice.clock.advance(5 * 86_400)  # type: ignore[attr-defined]
    assert "Geciktik 2026-11-27" in mehmet(voice).heard


def test_a_kept_promise_and_a_closed_case_are_the_news(voice: VoiceBoard) -> None:
    now = voice.clock() + timedelta(hours=1)
    with writing(voice.database) as session:
        assert end_promise(session, promises_of(session, "4812")[0].id, "kept", now)
    assert mehmet(voice).heard.startswith("kept 4812")
    with writing(voice.database) as session:
        case = session.get_one(Case, "4812")
        case.status, case.closed_at = "closed", now
    heard = mehmet(voice).heard
    assert heard.startswith("closed 4812") and "Söz" not in heard


def test_asking_for_a_status_gets_the_caller_somewhere_and_ends_where_the_flow_says(voice: VoiceBoard) -> None:
    call = mehmet(voice)
    assert isinstance(call.turn.then, Reach) and call.turn.visited[0].outcome == "told"
