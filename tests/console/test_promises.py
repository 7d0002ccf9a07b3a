"""The ledger of promises: made, put off with the customer's consent, watched over, broken and made good."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from callbacks.callback import Callback
from callbacks.promise_keeping import keep_promises
from callbacks.reached import customer_was_reached
from cases.case import Case
from cases.promise import Promise, make_promise
from records.audit import AuditRow, first_break
from records.database import reading, writing
from records.outgoing_event import OutgoingEvent
from staff.agent import Agent
from staff.notice import NoticeRow
from tests.console.conftest import Centre

LEAD, OWNER, PHONE = "zeynep", "ayse", "+905329998877"
HOUR = 3600
FOUR_HOURS = {"kind": "delivery", "what": "Kombi gelir", "within_hours": 4}
"""The clock stands on a Monday at 10:00; the usual calendar is open from 8 to 20."""


@pytest.fixture(autouse=True)
def lead(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.add(Agent(id=LEAD, name="Zeynep Kaya", role="lead", endpoint="browser", languages=["tr"], skills={}))
        session.execute(update(Agent).where(Agent.id == OWNER).values(lead_id=LEAD))


def promises(centre: Centre, **wanted: Any) -> dict[str, Any]:
    answer = centre.asks("POST", "/cases/1001/promises", role="agent", json=FOUR_HOURS | wanted)
    assert answer.status_code == 200, answer.json
    return answer.json or {}


def of(centre: Centre, promise: dict[str, Any]) -> dict[str, Any]:
    return centre.asks("GET", f"/cases/1001/promises/{promise['id']}").json or {}


def asks(centre: Centre, method: str, promise: dict[str, Any], act: str, **body: Any) -> int:
    path = f"/cases/1001/promises/{promise['id']}{act}"
    return centre.asks(method, path, json=body if method != "DELETE" else None).status_code


def passes(centre: Centre, hours: float) -> None:
    """The time goes by, and the clock's duty looks twice: a second look must do nothing."""
    centre.clock.advance(hours * HOUR)
    keep_promises(centre.board)
    keep_promises(centre.board)


def notices(centre: Centre) -> list[tuple[str, str]]:
    with reading(centre.board.database) as session:
        rows = session.scalars(select(NoticeRow).order_by(NoticeRow.at, NoticeRow.kind, NoticeRow.agent_id))
        return [(row.agent_id, row.kind) for row in rows]


def events(centre: Centre) -> list[tuple[str, int]]:
    with reading(centre.board.database) as session:
        return [(row.kind, row.data["promise"]) for row in session.scalars(select(OutgoingEvent))]


def callbacks(centre: Centre) -> list[Callback]:
    with reading(centre.board.database) as session:
        return list(session.scalars(select(Callback).order_by(Callback.made_at)))


def test_a_promise_is_made_in_working_hours_by_the_owner_and_its_clock_is_seen(centre: Centre) -> None:
    centre.clock.advance(8 * HOUR)
    made = promises(centre)
    assert (made["agreed_for"], made["by_agent"], made["share_gone"]) == ("2026-11-24T07:00:00Z", OWNER, 0.0)
    centre.clock.advance(15 * HOUR)
    shown = of(centre, made)
    assert (shown["warn_at"], shown["share_gone"]) == ("2026-11-24T06:00:00Z", 0.75)
    with reading(centre.board.database) as session:
        assert [row.what for row in session.query(AuditRow)] == ["promise_made"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "miracle"}, "kind"),
        ({"what": " "}, "what"),
        ({"within_hours": None}, "due_at"),
        ({"same_day": True}, "due_at"),
        ({"within_hours": None, "due_at": "2026-11-22T10:00:00Z"}, "due_at"),
        ({"within_hours": None, "due_at": "2036-11-22T10:00:00Z"}, "due_at"),
        ({"within_hours": None, "due_at": "2026-11-24T10:00:00"}, "due_at"),
        ({"within_hours": -1}, "within_hours"),
        ({"calendar": "yok"}, "calendar"),
        ({"by_agent": "nobody"}, "by_agent"),
        ({"by_agent": "zeki"}, "by_agent"),
        ({"kind": "callback", "phone": "+90900555"}, "phone"),
        ({"kind": "callback", "queue": "yok"}, "queue"),
        ({"party": "neighbour"}, "party"),
    ],
)
def test_what_cannot_be_promised_is_said_and_nothing_is_written(
    centre: Centre, wrong: dict[str, Any], field: str
) -> None:
    answer = centre.asks("POST", "/cases/1001/promises", json=FOUR_HOURS | wrong)
    assert answer.status_code == 422
    assert [fault["field"] for fault in (answer.json or {})["errors"]] == [field]
    assert (centre.asks("GET", "/cases/1001/promises").json or {})["items"] == []


def test_nothing_is_promised_about_a_closed_case_or_an_unknown_one(centre: Centre) -> None:
    assert centre.asks("POST", "/cases/1002/promises", json=FOUR_HOURS).status_code == 409
    assert centre.asks("POST", "/cases/9/promises", json=FOUR_HOURS).status_code == 404


def test_the_same_request_twice_is_one_promise(centre: Centre) -> None:
    first = promises(centre)
    assert promises(centre)["id"] == first["id"]
    same: dict[str, Any] = {
        "headers": {"Idempotency-Key": "söz".encode().hex()},
        "json": FOUR_HOURS | {"what": "Başka"},
    }
    answers = [centre.asks("POST", "/cases/1001/promises", **same).json for _ in range(2)]
    assert answers[0] == answers[1]
    assert len((centre.asks("GET", "/cases/1001/promises").json or {})["items"]) == 2


@pytest.mark.both_databases
def test_the_owner_is_warned_then_the_customer_is_called_first_and_the_lead_learns_of_it_each_once(
    centre: Centre,
) -> None:
    made = promises(centre)
    passes(centre, 2.9)
    assert notices(centre) == []
    passes(centre, 0.2)
    assert notices(centre) == [(OWNER, "promise_warned")]
    passes(centre, 1)
    assert notices(centre)[1:] == [(OWNER, "promise_broken"), (LEAD, "promise_broken")]
    broken = of(centre, made)
    assert (broken["status"], broken["escalation_candidate"]) == ("broken", "broken")
    [call] = callbacks(centre)
    assert (call.phone, call.agent_id, call.state) == (PHONE, OWNER, "scheduled")
    with reading(centre.board.database) as session:
        promise = session.get_one(Promise, call.promise_id)
        assert (promise.kind, promise.makes_good) == ("callback", made["id"])
        assert call.due_at == centre.clock() + timedelta(minutes=69), "an hour of work, to the quarter"
        assert first_break(session) is None
    passes(centre, 2.1)
    assert [kind for _, kind in notices(centre)].count("promise_repeated") == 2
    assert of(centre, made)["escalation_candidate"] == "not_made_good"


def test_who_is_asleep_when_a_promise_to_them_breaks_is_promised_a_call_in_their_morning(centre: Centre) -> None:
    assert centre.asks("PATCH", "/customers/C1", json={"version": 1, "zone": "America/New_York"}).status_code == 200
    promises(centre, within_hours=1)
    passes(centre, 1.1)
    [call] = callbacks(centre)
    assert call.due_at.isoformat() == "2026-11-23T15:00:00+00:00", "an hour of our work after nine in New York"


def test_a_broken_promise_to_call_is_promised_anew_but_not_for_ever(centre: Centre) -> None:
    promises(centre, kind="callback", what="Arayacağız", within_hours=1)
    [first] = callbacks(centre)
    for _ in range(8):
        passes(centre, 1.5)
    [call] = callbacks(centre)
    assert (call.state, call.kind, call.place_at) == ("scheduled", "breach", first.place_at), "still owed"
    with reading(centre.board.database) as session:
        promised = session.scalars(select(Promise).where(Promise.kind == "callback").order_by(Promise.id)).all()
        assert [each.status for each in promised] == ["broken"] * 4
        assert call.promise_id == promised[-1].id


@pytest.mark.both_databases
def test_the_call_that_was_made_makes_the_broken_promise_good(centre: Centre) -> None:
    told = {"name": "ERP", "url": "https://erp.example.com/in", "kinds": ["promise.made_good"]}
    assert centre.asks("POST", "/event-subscriptions", json=told).status_code == 200
    made = promises(centre)
    passes(centre, 4.1)
    [call] = callbacks(centre)
    answer = centre.asks("PUT", f"/cases/1001/promises/{call.promise_id}/end", json={"how": "kept"})
    assert answer.status_code == 200
    shown = of(centre, made)
    assert (shown["status"], shown["made_good_at"]) == ("broken", (answer.json or {})["ended_at"])
    assert [step["step"] for step in shown["steps"]] == ["broken", "made_good"]
    assert callbacks(centre)[0].state == "kept"
    assert events(centre) == [("promise.made_good", made["id"])]
    before = notices(centre)
    passes(centre, 24)
    assert notices(centre) == before


def test_a_promise_kept_too_late_was_broken_and_is_made_good_by_it(centre: Centre) -> None:
    made = promises(centre)
    centre.clock.advance(5 * HOUR)
    assert asks(centre, "PUT", made, "/end", how="kept") == 200
    shown = of(centre, made)
    assert (shown["status"], shown["made_good_at"] is not None) == ("broken", True)


def test_what_was_kept_in_time_is_over(centre: Centre) -> None:
    made = promises(centre)
    assert asks(centre, "PUT", made, "/end", how="kept") == 200
    assert asks(centre, "PUT", made, "/end", how="broken") == 409
    assert asks(centre, "PUT", made, "", due_at="2026-11-25T10:00:00Z", reason="x", customer_agreed=True) == 409
    assert asks(centre, "PUT", made, "/pause", reason="x") == 409
    assert asks(centre, "PUT", made, "/making-good", what="x") == 409
    passes(centre, 100)
    assert notices(centre) == []


def test_only_the_customer_releases_us_and_their_words_are_kept(centre: Centre) -> None:
    made = promises(centre)
    assert asks(centre, "PUT", made, "/end", how="released") == 422
    assert asks(centre, "PUT", made, "/end", how="released", note="Gerek kalmadı dedi") == 200
    assert of(centre, made)["steps"][0]["note"] == "Gerek kalmadı dedi"


def test_a_promise_moves_with_its_customers_consent_alone_and_is_watched_over_anew(centre: Centre) -> None:
    made = promises(centre)
    passes(centre, 3.1)
    later = {"due_at": "2026-11-24T07:00:00Z", "reason": "Evde değil"}
    assert asks(centre, "PUT", made, "", **later) == 422
    assert asks(centre, "PUT", made, "", **later, customer_agreed=False) == 422
    assert asks(centre, "PUT", made, "", **later | {"due_at": "2026-11-23T07:00:00Z"}, customer_agreed=True) == 422
    assert asks(centre, "PUT", made, "", **later, customer_agreed=True) == 200
    passes(centre, 20)
    shown = of(centre, made)
    assert [(step["step"], step["was_due"]) for step in shown["steps"]] == [
        ("warned", None), ("moved", "2026-11-23T11:00:00Z"), ("warned", None)
    ]  # fmt: skip
    assert (shown["status"], shown["moves"]) == ("open", 1)


@pytest.mark.both_databases
def test_a_clock_that_waits_for_the_customer_stands_still_and_never_for_ever(centre: Centre) -> None:
    made = promises(centre)
    passes(centre, 1)
    assert asks(centre, "PUT", made, "/pause", reason="Fotoğraf bekliyoruz", until="2030-01-01T00:00:00Z") == 422
    assert asks(centre, "PUT", made, "/pause", reason="Fotoğraf bekliyoruz") == 200
    assert asks(centre, "PUT", made, "/pause", reason="yine") == 409
    passes(centre, 24)
    shown = of(centre, made)
    assert (shown["share_gone"], shown["waits_for"], notices(centre)) == (0.25, "Fotoğraf bekliyoruz", [])
    assert asks(centre, "DELETE", made, "/pause") == 200
    assert asks(centre, "DELETE", made, "/pause") == 409
    assert of(centre, made)["due_at"] == "2026-11-24T11:00:00Z"
    assert asks(centre, "PUT", made, "/pause", reason="Yine bekliyoruz") == 200
    passes(centre, 24 * 14 + 3.1)
    assert of(centre, made)["status"] == "broken"


def test_a_customer_who_rings_in_is_not_called_and_not_waited_for(centre: Centre) -> None:
    waits = promises(centre)
    assert asks(centre, "PUT", waits, "/pause", reason="Fotoğraf bekliyoruz") == 200
    call = promises(centre, kind="callback", what="Arayacağız")
    with writing(centre.board.database) as session:
        customer_was_reached(centre.board, session, "1001", by=OWNER, now=centre.clock())
    assert (of(centre, call)["status"], callbacks(centre)[0].state) == ("released", "released")
    assert of(centre, waits)["waits_for"] is None


def test_one_number_is_owed_one_call_at_a_time(centre: Centre) -> None:
    promises(centre, kind="callback", what="Arayacağız")
    again = centre.asks("POST", "/cases/1001/promises", json=FOUR_HOURS | {"kind": "callback", "what": "Ararız"})
    assert again.status_code == 409
    assert len((centre.asks("GET", "/cases/1001/promises").json or {})["items"]) == 1


def test_the_same_day_is_promised_while_there_is_enough_of_it(centre: Centre) -> None:
    assert promises(centre, within_hours=None, same_day=True)["agreed_for"] == "2026-11-23T17:00:00Z"
    centre.clock.advance(9.5 * HOUR)
    late = FOUR_HOURS | {"within_hours": None, "same_day": True, "what": "Bugün"}
    assert centre.asks("POST", "/cases/1001/promises", json=late).status_code == 422


def test_what_comes_next_ends_with_its_case_and_a_delivery_does_not(centre: Centre) -> None:
    update_ = promises(centre, kind="update", what="Bilgi")
    delivery = promises(centre)
    with writing(centre.board.database) as session:
        case = session.get_one(Case, "1001")
        case.status, case.closed_at = "closed", centre.clock()
    passes(centre, 5)
    assert (of(centre, update_)["status"], of(centre, delivery)["status"]) == ("kept", "broken")


def test_promises_of_our_own_are_broken_among_ourselves_and_of_nobodys_case_every_lead_learns(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.get_one(Case, "1001").owner_id = None
        due = centre.clock() + timedelta(hours=1)
        make_promise(session, case_number="1001", kind="next_action", what="Depo aranır", due_at=due, by_agent=None,
                     now=centre.clock())  # fmt: skip
    passes(centre, 1.1)
    assert callbacks(centre) == []
    assert notices(centre) == [(LEAD, "promise_broken")]


def test_money_travels_a_customers_promise_is_broken_days_after_its_day_and_nobody_is_called(centre: Centre) -> None:
    made = promises(centre, kind="payment", what="500,00 TL", party="customer")
    for days, status in ((6, "open"), (2, "broken")):
        passes(centre, days * 24)
        assert of(centre, made)["status"] == status
    assert (callbacks(centre), notices(centre)) == ([], [(OWNER, "promise_broken"), (LEAD, "promise_broken")])


def test_patience_is_kept_by_time_and_no_other_promise_is(centre: Centre) -> None:
    made = promises(centre, kind="patience", what="Kesinti yok")
    passes(centre, 5)
    assert (of(centre, made)["status"], callbacks(centre)) == ("kept", [])


def test_the_ledger_is_asked_for_what_is_late_and_what_may_escalate_in_pages(centre: Centre) -> None:
    for number in range(5):
        promises(centre, what=f"Parça {number}")
    passes(centre, 4.1)
    promises(centre, what="Yarın")
    seen: list[str] = []
    cursor = ""
    while True:
        page = centre.asks("GET", f"/promises?late=true&kind=delivery&limit=2{cursor}").json or {}
        seen += [one["what"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [f"Parça {number}" for number in range(5)]
    assert len((centre.asks("GET", "/promises?escalation_candidate=true").json or {})["items"]) == 5
    assert len((centre.asks("GET", "/promises?status=open&kind=delivery&agent=ayse").json or {})["items"]) == 1


def test_who_only_reads_promises_nothing(centre: Centre) -> None:
    assert centre.asks("POST", "/cases/1001/promises", role="read_only", json=FOUR_HOURS).status_code == 403


def test_the_kept_rate_is_told_by_owner_team_and_kind_and_without_promises_there_is_none(centre: Centre) -> None:
    def report(by: str, more: str = "") -> dict[str, tuple[Any, ...]]:
        rows = (centre.asks("GET", f"/reports/promises?by={by}{more}").json or {})["items"]
        figures = ("kept", "broken", "made_good", "released", "open", "kept_rate")
        return {row["group"]: tuple(row[figure] for figure in figures) for row in rows}

    assert report("owner") == {"*": (0, 0, 0, 0, 0, None)}
    for what, how in (("1", "kept"), ("2", "kept"), ("3", "kept"), ("4", "released")):
        made = promises(centre, what=what, kind="update" if what == "1" else "delivery")
        assert asks(centre, "PUT", made, "/end", how=how, note="x") == 200
    promises(centre, what="5", by_agent="burak")
    passes(centre, 4.1)
    promises(centre, what="6")
    centre.clock.advance(1)
    everything = (3, 1, 0, 1, 1, 0.75)
    assert report("owner") == {"*": everything, "ayse": (3, 0, 0, 1, 1, 1.0), "burak": (0, 1, 0, 0, 0, 0.0)}
    assert report("team") == {"*": everything, "billing": everything}
    assert report("kind")["update"] == (1, 0, 0, 0, 0, 1.0)
    assert report("owner", "&party=customer") == {"*": (0, 0, 0, 0, 0, None)}
