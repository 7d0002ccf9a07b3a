"""A callback is looked at, moved, given to somebody else, made at once and cancelled: whole, or not at all."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from callbacks.callback import Callback
from callbacks.dialler.due import callback_is_due
from callbacks.dialler.life import moves
from callbacks.dialler.state import State
from cases.message import MessageRow
from cases.opt_out import opt_out
from records.audit import AuditRow, first_break
from records.database import reading, writing
from records.owed_call import CALLBACK
from staff.notice import NoticeRow
from telephony.attempt import begin, observe
from tests.console.conftest import Centre

ISIL, STRANGER = "+905329998877", "+905321112233"
HOUR = 3600
TOMORROW: dict[str, Any] = {"begin": "2026-11-24T11:00:00Z", "due": "2026-11-24T12:00:00Z", "customer_agreed": True}
TOKEN = "token-of-the-leg-that-nobody-sees"


def made(centre: Centre, path: str = "/cases/1001/callbacks", **body: Any) -> dict[str, Any]:
    answer = centre.asks("POST", path, json={"phone": ISIL, "tell": False} | body)
    assert answer.status_code == 200, answer.json
    return answer.json or {}


def asks(centre: Centre, callback: dict[str, Any], act: str = "", status: int = 200, **body: Any) -> dict[str, Any]:
    method = "POST" if act else "PATCH"
    told = {"reason": "müşteri istedi"} | body if act != "/now" else body
    if not act:
        told = {"version": shown(centre, callback)["version"]} | told
    answer = centre.asks(method, f"/callbacks/{callback['id']}{act}", json=told)
    assert answer.status_code == status, answer.json
    return answer.json or {}


def shown(centre: Centre, callback: dict[str, Any]) -> dict[str, Any]:
    return centre.asks("GET", f"/callbacks/{callback['id']}").json or {}


def found(centre: Centre, **query: Any) -> list[str]:
    answer = centre.asks("GET", "/callbacks", query_string=query)
    assert answer.status_code == 200, answer.json
    return [one["phone"] for one in (answer.json or {})["items"]]


def signs_in(centre: Centre, agent: str) -> None:
    lines = [f"agent:{agent}", f"queue:{centre.board.policy.default_queue}/1"]
    centre.board.floor.agent_presence(agent, state="ready", lines=lines, endpoint="browser",
                                      until=centre.clock() + timedelta(hours=9), now=centre.clock())  # fmt: skip


def stands_in_line(centre: Centre, **body: Any) -> dict[str, Any]:
    callback = made(centre, **body)
    callback_is_due(centre.board, callback["id"])
    return shown(centre, callback)


def is_(centre: Centre, callback: dict[str, Any], state: State) -> str:
    """The customer's telephone rings, or they talk; what the attempt is called."""
    with writing(centre.board.database) as session:
        row = session.get_one(Callback, callback["id"])
        begin(session, token=TOKEN, kind=CALLBACK, subject=row.id, destination=row.phone, call=row.floor_call,
              now=centre.clock())  # fmt: skip
        observe(session, TOKEN, leg="CA" + "9" * 32, status="ringing", now=centre.clock())
        moves(session, row, "customer_ringing", now=centre.clock())
        if state == "connected":
            moves(session, row, "connected", now=centre.clock())
    return TOKEN


def messages(centre: Centre) -> list[MessageRow]:
    with reading(centre.board.database) as session:
        return list(session.scalars(select(MessageRow)))


def on_the_floor(centre: Centre, floor_call: str) -> str | None:
    known = centre.board.floor.call(floor_call)
    return known.state if known else None


def test_callbacks_are_found_by_what_they_are(centre: Centre) -> None:
    made(centre, due="2026-11-24T12:00:00Z")
    made(centre, "/callbacks", phone=STRANGER, agent_id="burak", due="2026-11-23T09:00:00Z")
    assert found(centre) == found(centre, state="open") == [STRANGER, ISIL], "the next due first"
    assert found(centre, limit=1) == [STRANGER]
    assert found(centre, agent="burak") == [STRANGER]
    assert found(centre, kind="request") == [STRANGER, ISIL]
    assert found(centre, case="1001") == found(centre, phone="0532 999 88 77") == [ISIL]
    assert found(centre, due_after="2026-11-24T00:00:00Z") == [ISIL]
    assert found(centre, due_before="2026-11-24T00:00:00Z") == [STRANGER]
    assert (
        found(centre, kind="voicemail")
        == found(centre, queue="yok")
        == found(centre, overdue=True)
        == found(centre, state="kept")
        == []
    )
    centre.clock.advance(3 * HOUR)
    assert found(centre, overdue=True) == [STRANGER]


def test_one_is_shown_with_its_steps_and_every_telephone_that_rang_and_no_token(centre: Centre) -> None:
    signs_in(centre, "ayse")
    callback = stands_in_line(centre)
    assert callback["state"] == "agent_ringing", "read off the floor"
    assert found(centre, state="agent_ringing") == [ISIL]
    assert found(centre, state="pool") == found(centre, state="owner_wait") == []
    token = is_(centre, callback, "customer_ringing")
    whole = shown(centre, callback)
    assert [step["state"] for step in whole["steps"]] == ["scheduled", "owner_wait", "customer_ringing"]
    [one] = whole["attempts"]
    assert (one["kind"], one["status"], one["leg"]) == ("callback", "ringing", "CA" + "9" * 32)
    assert token not in str(whole)
    assert whole["promise"]["status"] == "open"
    assert whole["told"] == {"tr": "müşterinin telefonu çalıyor", "en": "the customer is rung"}
    assert whole["steps"][1]["told"] == {
        "tr": "sahibini bekliyor (vakti geldi)",
        "en": "waits for its owner (it was time)",
    }
    assert centre.asks("GET", "/callbacks/yok").status_code == 404


def test_another_time_moves_the_promise_with_the_customers_consent_alone(centre: Centre) -> None:
    callback = made(centre)
    refused = asks(centre, callback, status=422, **TOMORROW | {"customer_agreed": None})
    assert [fault["field"] for fault in refused["errors"]] == ["customer_agreed"]
    moved = asks(centre, callback, tell=True, **TOMORROW)
    assert (moved["not_before"], moved["due_at"], moved["until"]) == (
        TOMORROW["begin"], TOMORROW["due"], TOMORROW["due"])  # fmt: skip
    assert (moved["look_at"], moved["why"], moved["version"]) == (TOMORROW["begin"], "moved", callback["version"] + 1)
    assert moved["place_at"] == TOMORROW["begin"], "who chose a time joins the line at it, and overtakes nobody"
    promise = shown(centre, callback)["promise"]
    assert (promise["agreed_for"], promise["moves"]) == (TOMORROW["due"], 1)
    [message] = messages(centre)
    assert "24 Kasım Salı 14.00 ile 24 Kasım Salı 15.00 arasında" in message.body
    asks(centre, callback, **TOMORROW)
    assert shown(centre, callback)["version"] == moved["version"], "nothing was different"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"begin": "2026-11-24T00:00:00Z", "due": "2026-11-24T01:00:00Z", "customer_agreed": True}, "due"),
        ({"due": "2026-11-22T08:00:00Z", "customer_agreed": True}, "due"),
        ({"due": "2028-11-24T08:00:00Z", "customer_agreed": True}, "due"),
        ({"begin": "2026-11-24T11:00:00Z", "due": "2026-11-24T11:05:00Z", "customer_agreed": True}, "due"),
        ({"phone": "112"}, "phone"),
        ({"queue": "yok"}, "queue"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field_and_nothing_changes(
    centre: Centre, wrong: dict[str, Any], field: str
) -> None:
    callback = made(centre)
    refused = asks(centre, callback, status=422, **wrong)
    assert [fault["field"] for fault in refused["errors"]] == [field]
    assert refused["told"]["en"] == refused["errors"][0]["detail"] != refused["told"]["tr"]
    assert shown(centre, callback) == {**shown(centre, callback), **{k: callback[k] for k in callback if k != "new"}}


def test_a_window_needs_somebody_who_is_free_then(centre: Centre) -> None:
    away = {"starts_at": "2026-11-24T06:00:00Z", "ends_at": "2026-11-24T15:00:00Z", "stand_in_id": "burak"}
    callback = made(centre)
    assert centre.asks("POST", "/agents/ayse/absences", json=away).status_code == 200
    assert asks(centre, callback, status=422, **TOMORROW)["errors"][0]["field"] == "begin"
    assert asks(centre, callback, anyway=True, **TOMORROW)["due_at"] == TOMORROW["due"]


def test_of_two_who_change_it_at_once_the_second_looks_again(centre: Centre) -> None:
    callback = made(centre)
    asks(centre, callback, **TOMORROW)
    refused = asks(centre, callback, status=409, version=callback["version"], phone=STRANGER)
    assert [fault["field"] for fault in refused["errors"]] == ["version"]


def test_another_number_is_called_and_none_that_is_owed_a_call_about_it_already(centre: Centre) -> None:
    callback = made(centre)
    made(centre, phone=STRANGER)
    assert asks(centre, callback, status=409, phone=STRANGER)["errors"][0]["field"] == "owed"
    assert asks(centre, callback, phone="0532 000 11 22")["phone"] == "+905320001122"


def test_a_change_takes_it_off_the_floor_and_it_comes_back_at_its_place(centre: Centre) -> None:
    signs_in(centre, "ayse")
    callback = stands_in_line(centre)
    with reading(centre.board.database) as session:
        stay = str(session.get_one(Callback, callback["id"]).floor_call)
    moved = asks(centre, callback, phone=STRANGER)
    assert (moved["state"], on_the_floor(centre, stay)) == ("scheduled", "gone")
    assert centre.errands.cancelled == ["ayse"], "nobody's telephone rings for what was"
    assert centre.state("ayse") == "ready"
    callback_is_due(centre.board, callback["id"])
    again = shown(centre, callback)
    assert (again["state"], again["place_at"]) == ("agent_ringing", callback["place_at"])
    assert [step["why"] for step in again["steps"]] == [None, "due", "moved", "due"]
    assert len({step["floor_call"] for step in again["steps"] if step["state"] == "owner_wait"}) == 2


@pytest.mark.parametrize("state", ["customer_ringing", "connected"])
def test_while_the_customers_telephone_rings_or_they_talk_nothing_is_changed(centre: Centre, state: State) -> None:
    callback = stands_in_line(centre)
    is_(centre, callback, state)
    for act, body in (
        ("", {"phone": STRANGER}),
        ("", TOMORROW),
        ("/reassignment", {"agent_id": "burak"}),
        ("/now", {}),
    ):
        assert asks(centre, callback, act, status=409, **body)["errors"][0]["field"] == state
    if state == "connected":
        assert asks(centre, callback, "/cancellation", status=409)["errors"][0]["field"] == state
    assert shown(centre, callback)["state"] == state


def test_a_cancelled_callback_stops_what_rings_for_it_and_the_customer_reads_it(centre: Centre) -> None:
    signs_in(centre, "ayse")
    callback = stands_in_line(centre)
    token = is_(centre, callback, "customer_ringing")
    ended = asks(centre, callback, "/cancellation", reason="mektupla çözüldü")
    assert (ended["state"], ended["why"], centre.errands.ended) == ("released", "cancelled", [token])
    assert (centre.errands.cancelled, centre.state("ayse")) == (["ayse"], "ready")
    [message] = messages(centre)
    assert message.id == ended["message"]
    assert message.body.startswith("1001 numaralı dosyanız için söz verdiğimiz arama yapılmayacak.")
    whole = shown(centre, callback)
    assert (whole["promise"]["status"], whole["promise"]["steps"][-1]["note"]) == ("released", "mektupla çözüldü")
    assert asks(centre, callback, "/cancellation", status=409)["errors"][0]["field"] == "over"
    with reading(centre.board.database) as session:
        acts = [row.what for row in session.scalars(select(AuditRow)) if row.what.startswith("callback_")]
        assert (acts[-1], first_break(session)) == ("callback_cancelled", None)


def test_whoever_opted_out_or_knows_already_is_not_written_to(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        opt_out(session, ISIL, how="desk", now=centre.clock())
    assert asks(centre, made(centre), "/cancellation")["message"] is None
    assert asks(centre, made(centre, phone=STRANGER), "/cancellation", tell=False)["message"] is None
    assert messages(centre) == []


def test_whom_we_know_by_their_number_alone_reads_it_in_the_language_they_spoke(centre: Centre) -> None:
    callback = made(centre, "/callbacks", phone=STRANGER, language="en")
    asks(centre, callback, "/cancellation")
    [message] = messages(centre)
    assert (message.to_number, "will not be made" in message.body) == (STRANGER, True), message.body


def test_somebody_else_calls_and_both_learn_of_it(centre: Centre) -> None:
    signs_in(centre, "ayse")
    signs_in(centre, "burak")
    callback = stands_in_line(centre)
    assert centre.board.floor.agent("ayse") and centre.state("ayse") == "reserved"
    given = asks(centre, callback, "/reassignment", agent_id="burak")
    assert (given["agent_id"], given["state"], centre.state("ayse")) == ("burak", "scheduled", "ready")
    callback_is_due(centre.board, callback["id"])
    assert (shown(centre, callback)["state"], centre.state("burak")) == ("agent_ringing", "reserved")
    assert shown(centre, callback)["promise"]["by_agent"] == "burak"
    with reading(centre.board.database) as session:
        told = {row.agent_id: row.key for row in session.scalars(select(NoticeRow))}
    assert told == {"burak": "notice_callback_came", "ayse": "notice_callback_went"}
    assert asks(centre, callback, "/reassignment", agent_id=None)["agent_id"] is None
    assert asks(centre, callback, "/reassignment", status=422, agent_id="zeki")["errors"][0]["field"] == "agent_id"


def test_one_is_made_at_once_by_day_and_refused_at_night(centre: Centre) -> None:
    callback = made(centre, due="2026-11-25T12:00:00Z", begin="2026-11-25T11:00:00Z")
    hurried = asks(centre, callback, "/now")
    assert hurried["look_at"] == hurried["not_before"]
    callback_is_due(centre.board, callback["id"])
    assert shown(centre, callback)["state"] == "pool"
    assert asks(centre, callback, "/now")["state"] == "pool", "it stands in line already"
    other = made(centre, phone=STRANGER, due="2026-11-25T12:00:00Z", begin="2026-11-25T11:00:00Z")
    centre.clock.advance(14 * HOUR)
    refused = asks(centre, other, "/now", status=409)
    assert refused["told"]["tr"] == (
        "Şu anda aranamazlar (quiet_hours): Bulundukları yerde aranmayacak kadar geç ya da erken bir saat. "
        "Aranabilecekleri ilk an: 24 Kasım Salı 09.00."
    )
    assert refused["told"]["en"] == refused["detail"]
    assert refused["detail"].endswith("The first moment is Tuesday, 24 November, 09:00."), "on the centre's clock"
    assert shown(centre, other)["not_before"] == "2026-11-25T11:00:00Z", "a refusal changes nothing"


def test_an_agents_key_may_not_give_a_callback_away_and_a_reader_may_change_nothing(centre: Centre) -> None:
    one = f"/callbacks/{made(centre)['id']}"
    body = {"agent_id": "burak", "reason": "izin"}
    assert centre.asks("POST", f"{one}/reassignment", role="agent", json=body).status_code == 403
    for act in ("/cancellation", "/now"):
        assert centre.asks("POST", f"{one}{act}", role="read_only", json={"reason": "x"}).status_code == 403
    assert centre.asks("GET", one, role="read_only").status_code == 200


def test_a_promise_moved_or_ended_at_the_desk_takes_its_call_along(centre: Centre) -> None:
    callback = stands_in_line(centre)
    promise = f"/cases/1001/promises/{callback['promise_id']}"
    moved = {"due_at": TOMORROW["due"], "reason": "öyle istedi", "customer_agreed": True}
    assert centre.asks("PUT", promise, json=moved).status_code == 200
    assert (shown(centre, callback)["due_at"], shown(centre, callback)["why"]) == (TOMORROW["due"], "moved")
    token = is_(centre, callback, "customer_ringing")
    ended = {"how": "released", "note": "vazgeçti"}
    assert centre.asks("PUT", f"{promise}/end", json=ended).status_code == 200
    assert (shown(centre, callback)["why"], centre.errands.ended) == ("promise_ended", [token])


def test_with_a_case_that_passes_to_a_colleague_its_call_leaves_the_owners_line(centre: Centre) -> None:
    signs_in(centre, "ayse")
    callback = stands_in_line(centre)
    assert (callback["state"], centre.state("ayse")) == ("agent_ringing", "reserved")
    given = {"agent_id": "burak", "reason": "izin"}
    assert centre.asks("PUT", "/cases/1001/owner", json=given).status_code == 200
    again = shown(centre, callback)
    assert (again["agent_id"], again["state"], centre.state("ayse")) == ("burak", "scheduled", "ready")
