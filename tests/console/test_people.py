"""Those who answer: coached after conduct, heard with a form in hand, with a colleague beside them, and thanked."""

from datetime import date
from typing import Any

import pytest

from callbacks.callback import Callback
from callbacks.promise_keeping import keep_promises
from cases.promise import Promise
from cases.quality_form import AnswersRefused, QualityForm, Question, score
from hours.bilingual import Bilingual
from records.audit import AuditRow, first_break
from records.call_record import CallRow
from records.database import reading, writing
from routing.policy import Policy
from staff.agent import Agent
from staff.buddy import monitoring_level
from staff.certificate import certificates_that_count, put_certificate
from tests.console.conftest import CALL, Centre
from tests.shipped_centre import shipped_centre

WORDS = Bilingual(tr="a", en="a")
FORM = QualityForm(
    name="talk",
    words=WORDS,
    questions={
        "heard": Question(words=WORDS, weight=3),
        "kind": Question(words=WORDS),
        "true": Question(words=WORDS, must=True),
    },
)
GOOD = {"listened": 2, "owned": 2, "truth": 2, "promise": 1, "respect": 2}


@pytest.fixture(autouse=True)
def _at_work(centre: Centre) -> None:
    """A lead; a certificate; a call Ayşe answered."""
    with writing(centre.board.database) as session:
        session.add(Agent(id="leyla", name="Leyla Lider", role="lead", languages=["tr"], skills={}))
        ayse = session.get_one(Agent, "ayse")
        ayse.lead_id, ayse.hired_on = "leyla", date(2020, 1, 1)
        put_certificate(session, agent_id="ayse", name="empathy", given_by="Leyla", valid_from=date(2026, 1, 1),
                        valid_until=None, made_by="test", now=centre.clock())  # fmt: skip
        session.add(CallRow(sid=CALL, direction="inbound", stage="ended", status="completed", agent_id="ayse",
                            arrived_at=centre.clock(), answered_at=centre.clock()))  # fmt: skip


def asks(centre: Centre, method: str, path: str, status: int = 200, role: str = "lead", **body: Any) -> Any:
    answer = centre.asks(method, path, role, **({"json": body} if body else {}))
    assert answer.status_code == status, answer.json
    return answer.json or {}


def told(centre: Centre, agent: str) -> list[str]:
    return sorted(notice["text"]["en"] for notice in asks(centre, "GET", f"/agents/{agent}/notices")["items"])


def certified(centre: Centre) -> frozenset[str]:
    with reading(centre.board.database) as session:
        return certificates_that_count(session, date(2026, 11, 23)).get("ayse", frozenset())


@pytest.mark.both_databases
def test_after_conduct_the_certificate_does_not_count_until_the_coach_says_passed(centre: Centre) -> None:
    task = asks(centre, "POST", "/agents/ayse/coaching", cause="conduct", about="She hung up on him",
                case_number="1001", coach_id="leyla")  # fmt: skip
    assert (task["suspends"], task["due_on"], certified(centre)) == ("empathy", "2026-12-07", frozenset())
    [shown] = asks(centre, "GET", "/agents/ayse/certificates")["items"]
    assert (shown["counts"], shown["suspended"]) == (False, True)
    again = asks(centre, "POST", "/agents/ayse/coaching", cause="conduct", about="Again", case_number="1001")
    assert again["id"] == task["id"], "one case is one lesson"
    end: dict[str, Any] = {"passed": True, "outcome": "She listened to the call and rang him herself"}
    asks(centre, "POST", f"/coaching/{task['id']}/end", status=422, by="ayse", **end)
    assert asks(centre, "POST", f"/coaching/{task['id']}/end", by="leyla", **end)["state"] == "passed"
    assert certified(centre) == {"empathy"}
    assert told(centre, "ayse") == ["The coaching is over and you have passed: She hung up on him",
                                    "You are to be coached, by 07.12.2026: She hung up on him"]  # fmt: skip
    with reading(centre.board.database) as session:
        assert first_break(session) is None
        assert [row.what for row in session.query(AuditRow)] == ["coaching_asked", "coaching_passed"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"cause": "quality", "about": "x"}, 422),
        ({"cause": "asked", "about": ""}, 422),
        ({"cause": "asked", "about": "Wants to learn of pumps", "coach_id": "ayse"}, 422),
        ({"cause": "asked", "about": "Wants to learn of pumps", "coach_id": "zeki"}, 422),
        ({"cause": "asked", "about": "Wants to learn of pumps", "case_number": "9"}, 404),
        ({"cause": "asked", "about": "Wants to learn of pumps"}, 200),
    ],
)
def test_coaching_names_what_it_is_about_and_a_coach_who_is_somebody_else(
    centre: Centre, body: dict[str, str], status: int
) -> None:
    asks(centre, "POST", "/agents/ayse/coaching", status=status, **body)
    assert certified(centre) == {"empathy"}


def test_a_call_that_went_wrong_is_coached_and_one_that_went_well_is_not(centre: Centre) -> None:
    asks(centre, "POST", f"/calls/{CALL}/reviews", form="conversation", reviewer_id="burak", answers=GOOD)
    bad = asks(centre, "POST", f"/calls/{CALL}/reviews", form="conversation", reviewer_id="leyla",
               answers={**GOOD, "respect": 0}, words="She interrupted him twice")  # fmt: skip
    assert (bad["percent"], bad["passed"]) == (75, False)
    [task] = asks(centre, "GET", "/coaching?agent=ayse&state=open")["items"]
    assert (task["id"], task["cause"], task["coach_id"], task["about"], task["suspends"]) == (
        bad["coaching_task"], "quality", "leyla", "She interrupted him twice", None)  # fmt: skip
    again = asks(centre, "POST", f"/calls/{CALL}/reviews", form="conversation", reviewer_id="leyla", answers=GOOD)
    assert again == bad, "what was found stands"
    reviews = asks(centre, "GET", "/agents/ayse/reviews")["items"]
    assert [one["passed"] for one in reviews] == [False, True]
    assert len(asks(centre, "GET", f"/calls/{CALL}/reviews")["items"]) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reviewer_id": "ayse"}, "reviewer_id"),
        ({"reviewer_id": "nobody"}, "reviewer_id"),
        ({"form": "poem"}, "form"),
        ({"answers": {**GOOD, "respect": 3}}, "answers.respect"),
        ({"answers": {"listened": 2}}, "answers.owned"),
        ({"answers": {**GOOD, "smiled": 1}}, "answers.smiled"),
    ],
)
def test_a_review_that_cannot_be_names_the_field(centre: Centre, changes: dict[str, Any], field: str) -> None:
    wanted = {"form": "conversation", "reviewer_id": "burak", "answers": GOOD, **changes}
    refused = asks(centre, "POST", f"/calls/{CALL}/reviews", status=422, **wanted)
    assert refused["errors"][0]["field"] == field


def test_what_did_not_come_up_counts_for_nothing_and_what_must_be_right_fails_alone() -> None:
    assert score(FORM, {"heard": 2, "kind": None, "true": 2}).percent == 100
    assert score(FORM, {"heard": 1, "kind": 2, "true": 2}).percent == 70
    failed = score(FORM, {"heard": 2, "kind": 2, "true": 0})
    assert (failed.percent, failed.passed, failed.failed) == (80, False, ("true",))
    with pytest.raises(AnswersRefused):
        score(FORM, {"heard": None, "kind": None, "true": None})


def test_a_newcomer_has_one_colleague_beside_them(centre: Centre) -> None:
    asks(centre, "PUT", "/agents/burak/buddy", coach_id="leyla", until_on="2026-12-31")
    shown = asks(centre, "PUT", "/agents/burak/buddy", coach_id="ayse", until_on="2026-12-31")
    assert (shown["coach_id"], shown["monitoring"]) == ("ayse", "close")
    assert [pair["coach_id"] for pair in asks(centre, "GET", "/buddies")["items"]] == ["ayse"]
    assert told(centre, "ayse") == ["Until 31.12.2026 Burak Işık learns with you: be there in their hard calls."]
    for coach, until in (("burak", "2026-12-31"), ("zeki", "2026-12-31"), ("leyla", "2026-11-01")):
        asks(centre, "PUT", "/agents/burak/buddy", status=422, coach_id=coach, until_on=until)
    assert asks(centre, "DELETE", "/agents/burak/buddy")["coach_id"] is None


def test_newcomers_and_whoever_is_coached_about_conduct_are_listened_to_closely() -> None:
    def level(days: float | None, coached: int = 0, *, conduct: bool = False) -> str:
        return monitoring_level(tenure_days=days, newcomer_days=90, coached=coached, conduct=conduct)

    assert (level(None), level(89), level(90), level(180)) == ("close", "close", "regular", "light")
    assert (level(900, 1), level(900, 1, conduct=True)) == ("regular", "close")


def test_thanks_are_said_and_the_lead_hears_what_customers_praise(centre: Centre) -> None:
    asks(centre, "POST", "/thanks", role="agent", to_agent="ayse", from_agent="burak", words="For staying late")
    asks(centre, "POST", "/thanks", to_agent="ayse", kind="customer", words="She called at nine as she had said",
         case_number="1001")  # fmt: skip
    assert told(centre, "ayse") == ["A customer praised you: She called at nine as she had said",
                                    "Burak Işık thanks you: For staying late"]  # fmt: skip
    assert told(centre, "leyla") == ["A customer praised Ayşe Yılmaz of your people: "
                                     "She called at nine as she had said"]  # fmt: skip
    assert [one["case_number"] for one in asks(centre, "GET", "/compliments")["items"]] == ["1001"]
    assert len(asks(centre, "GET", "/thanks?agent=ayse")["items"]) == 2


@pytest.mark.parametrize(
    "body",
    [
        {"to_agent": "ayse", "from_agent": "ayse", "words": "me"},
        {"to_agent": "zeki", "from_agent": "ayse", "words": "x"},
        {"to_agent": "ayse", "words": "from nobody"},
        {"to_agent": "ayse", "kind": "customer", "from_agent": "burak", "words": "x"},
    ],
)
def test_nobody_thanks_themselves_and_somebody_always_says_it(centre: Centre, body: dict[str, str]) -> None:
    asks(centre, "POST", "/thanks", status=422, **body)


def book(centre: Centre, status: int = 200, **changes: Any) -> Any:
    wanted = {"customer_id": "C1", "phone": "0532 999 88 77", "product": "Kombi", "at": "2026-11-24T08:30:00Z",
              "consent": "spoken", "consent_at": "2026-11-22T08:30:00Z", **changes}  # fmt: skip
    return asks(centre, "POST", "/onboarding-calls", status=status, role="agent", **wanted)


@pytest.fixture
def policy() -> Policy:
    """With the queues that calls after a purchase wait in."""
    return shipped_centre().policy


def test_a_call_after_a_purchase_is_a_promise_and_may_be_called_off(centre: Centre) -> None:
    made = book(centre)
    assert (made["minutes"], book(centre)["id"]) == (20, made["id"])
    with reading(centre.board.database) as session:
        promise, [callback] = session.get_one(Promise, made["promise_id"]), session.query(Callback).all()
        assert (promise.kind, promise.due_at) == ("callback", callback.due_at)
        assert (callback.phone, callback.queue) == ("+905329998877", "servis")
    off = asks(centre, "DELETE", f"/onboarding-calls/{made['id']}")
    assert off["state"] == "cancelled"
    with reading(centre.board.database) as session:
        assert session.get_one(Promise, made["promise_id"]).status == "released"
    assert book(centre)["id"] != made["id"], "and booked anew"


def test_a_booking_whose_time_was_missed_and_that_is_called_off_calls_nobody(centre: Centre) -> None:
    made = book(centre)
    with reading(centre.board.database) as session:
        due = session.get_one(Promise, made["promise_id"]).due_at
    centre.clock.advance((due - centre.clock()).total_seconds() + 60)
    keep_promises(centre.board)
    with reading(centre.board.database) as session:
        [callback] = session.query(Callback).all()
        assert callback.kind == "breach" and callback.promise_id != made["promise_id"]
    asks(centre, "DELETE", f"/onboarding-calls/{made['id']}")
    with reading(centre.board.database) as session:
        assert [(one.state, one.why) for one in session.query(Callback)] == [("released", "cancelled")]


def test_a_call_is_booked_for_as_soon_as_somebody_is_free(centre: Centre) -> None:
    first = book(centre, at=None, customer_id=None)
    assert first["at"] == "2026-11-23T08:00:00Z", "an hour on, on a Monday at ten"
    assert book(centre, at=None)["id"] == first["id"]
    times = [book(centre, at=None, product=n, phone=f"0532 000 00 0{n}")["at"] for n in "123"]
    assert times == ["2026-11-23T08:00:00Z", "2026-11-23T08:30:00Z", "2026-11-23T08:30:00Z"]
    assert len(asks(centre, "GET", "/onboarding-calls?customer=C1")["items"]) == 4
    unknown = book(centre, 422, customer_id=None, phone="0532 000 00 09")
    assert unknown["errors"][0]["field"] == "customer_id"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"consent": "assumed"}, "consent"),
        ({"consent_at": "2026-12-22T08:30:00Z"}, "consent_at"),
        ({"at": "2026-11-20T08:30:00Z"}, "at"),
        ({"at": "2026-12-20T08:30:00Z"}, "at"),
        ({"at": "2026-11-24T08:40:00Z"}, "at"),
        ({"at": "2026-11-24T01:30:00Z"}, "at"),
        ({"at": "2026-11-24T05:30:00Z"}, "at"),
        ({"phone": "112"}, "phone"),
        ({"phone": "+15550100"}, "phone"),
    ],
)
def test_nobody_is_called_without_consent_or_at_a_time_nobody_is_there(
    centre: Centre, changes: dict[str, str], field: str
) -> None:
    assert [fault["field"] for fault in book(centre, 422, **changes)["errors"]] == [field]


def test_no_more_calls_are_booked_than_people_can_make(centre: Centre) -> None:
    for number in ("0532 000 00 01", "0532 000 00 02"):
        book(centre, phone=number, product=number)
    assert book(centre, 422)["detail"] == "at: Everybody is taken then."
    owed = book(centre, 422, phone="0532 000 00 01", at="2026-11-24T09:00:00Z")
    assert owed["detail"] == "phone: They are owed a call already."
