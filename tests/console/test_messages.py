"""Customers and agents write to each other about a case; letters are handed in; who wants no messages is noted."""

from base64 import b64decode
from email.message import EmailMessage
from typing import Any

import pytest

from cases.customer_email import emails_are
from cases.hardship import Hardship
from cases.message import message_is
from cases.promise import promises_of
from records.database import reading, writing
from tests.console.conftest import Centre

EMAIL = "isil@example.com"


def letter(centre: Centre, body: str = "Faturam yanlış", **headers: str) -> Any:
    mail = EmailMessage()
    told = {"From": EMAIL, "Subject": "Fatura", "Message_ID": "<1@example.com>", **headers}
    for name, value in told.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body)
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="fatura.pdf")
    return hand_in(centre, mail.as_bytes())


def hand_in(centre: Centre, raw: bytes, kind: str = "message/rfc822", role: str = "agent") -> Any:
    return centre.asks("POST", "/mail", role, data=raw, content_type=kind)


def isil_has_an_address(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        emails_are(session, "C1", [EMAIL])


def writes(centre: Centre, **wanted: Any) -> Any:
    return centre.asks("POST", "/cases/1001/messages", "agent", json={"agent_id": "ayse", **wanted})


def messages(centre: Centre, query: str = "") -> list[Any]:
    shown = centre.asks("GET", f"/cases/1001/messages{query}", "read_only").json or {}
    return list(shown["items"])


def test_a_letter_lands_on_the_customers_case_and_its_owner_learns_of_it(centre: Centre) -> None:
    isil_has_an_address(centre)
    landed = letter(centre).json
    assert (landed["case_number"], landed["new_case"], landed["repeated"]) == ("1001", False, False)
    [seen] = messages(centre)
    assert (seen["direction"], seen["channel"], seen["body"]) == ("in", "email", "Faturam yanlış")
    [notice] = (centre.asks("GET", "/agents/ayse/notices").json or {})["items"]
    assert notice["text"]["tr"] == "Müşteri e-posta yazdı: Faturam yanlış" and notice["case_number"] == "1001"
    [file] = seen["attachments"]
    assert (file["name"], file["kind"], file["size"]) == ("fatura.pdf", "application/pdf", 4)
    path = f"/cases/1001/messages/{seen['id']}/attachments"
    shown = centre.asks("GET", f"{path}/0", "read_only").json or {}
    assert b64decode(shown["content"]) == b"%PDF"
    assert centre.asks("GET", f"{path}/1").status_code == centre.asks("GET", f"{path}/x").status_code == 404
    assert centre.asks("GET", f"/cases/1002/messages/{seen['id']}/attachments/0").status_code == 404


def test_a_letter_handed_in_twice_is_one_letter(centre: Centre) -> None:
    isil_has_an_address(centre)
    letter(centre)
    assert letter(centre).json["repeated"] and len(messages(centre)) == 1
    assert len((centre.asks("GET", "/agents/ayse/notices").json or {})["items"]) == 1


def test_a_letter_from_somebody_new_opens_a_case_and_is_acknowledged_with_its_number(centre: Centre) -> None:
    landed = letter(centre, From="yeni@example.com").json
    assert landed["new_case"]
    shown = centre.asks("GET", f"/cases/{landed['case_number']}/messages").json or {}
    told = {one["direction"]: one for one in shown["items"]}
    assert told["out"]["template"] == "message_received" and landed["case_number"] in told["out"]["body"]
    assert told["in"]["how"] == "new_case"


def test_an_absent_persons_mailbox_is_not_answered(centre: Centre) -> None:
    assert letter(centre, From="yeni@example.com", Auto_Submitted="auto-replied").json["case_number"] is None


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [(b"Merhaba", "message/rfc822", 422), (b"From: a@example.com\n\nx", "text/plain", 415),
     (b"x" * (25 * 1024 * 1024 + 1), "message/rfc822", 413)],
)  # fmt: skip
def test_what_is_no_letter_is_refused(centre: Centre, raw: bytes, kind: str, status: int) -> None:
    assert hand_in(centre, raw, kind).status_code == status


def test_who_only_reads_hands_in_nothing(centre: Centre) -> None:
    assert hand_in(centre, b"From: a@example.com\n\nx", role="read_only").status_code == 403


def test_a_letter_of_ours_that_came_back_is_marked_and_the_owner_learns_of_it(centre: Centre) -> None:
    isil_has_an_address(centre)
    sent = writes(centre, text="Faturanız düzeltildi.", channel="email").json
    with writing(centre.board.database) as session:
        message_is(session, sent["id"], "sent", now=centre.clock(), sid="sahip." + "a" * 32)
    report = (
        "From: MAILER-DAEMON@mx.example.com\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
        "Content-Type: message/delivery-status\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\n"
        f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <sahip.{'a' * 32}@example.com>\r\n\r\n--b--"
    )
    assert hand_in(centre, report.encode()).json["case_number"] == "1001"
    assert messages(centre)[0]["state"] == "undelivered"
    [notice] = (centre.asks("GET", "/agents/ayse/notices").json or {})["items"]
    assert notice["kind"] == "message_undelivered"


def test_an_agent_writes_in_their_own_words_and_the_promised_answer_is_given(centre: Centre) -> None:
    isil_has_an_address(centre)
    letter(centre)
    centre.clock.advance(60)
    sent = writes(centre, text="Faturanızı düzelttik.").json
    assert (sent["channel"], sent["address"], sent["written_by"], sent["state"]) == ("email", EMAIL, "ayse", "written")
    assert sent["body"].startswith("Faturanızı düzelttik.\n\nDosya no: 1001") and sent["subject"].startswith("[#1001]")
    with reading(centre.board.database) as session:
        assert [one.status for one in promises_of(session, "1001")] == ["kept"]
    assert [one["direction"] for one in messages(centre)] == ["out", "in"]


def test_an_agent_writes_from_a_template_on_the_channel_they_choose(centre: Centre) -> None:
    due = "2026-11-25T12:30:00Z"
    sent = writes(centre, template="follow_up", args={"what": "Fatura düzeltilecek", "due": due}, channel="sms").json
    assert sent["body"].endswith("Fatura düzeltilecek. En geç 25 Kasım Çarşamba 15.30.")
    assert (sent["channel"], sent["address"]) == ("sms", "+905329998877")


def test_the_same_request_sent_again_is_one_message(centre: Centre) -> None:
    for _ in range(2):
        headers = {"Idempotency-Key": "k1"}
        centre.asks("POST", "/cases/1001/messages", json={"agent_id": "ayse", "text": "Bir"}, headers=headers)
    assert len(messages(centre)) == 1


@pytest.mark.parametrize(
    ("wanted", "status", "field"),
    [({"template": "follow_up", "args": {"what": "?"}}, 422, "args.due"), ({"template": "yok"}, 422, "template"),
     ({"text": "?", "agent_id": "zeki"}, 422, "agent_id"), ({}, 422, "body"),
     ({"text": "?", "template": "x"}, 422, "body"),
     ({"text": "?", "channel": "email"}, 409, "channel"), ({"text": "?", "channel": "fax"}, 422, "channel"),
     ({"text": "x" * 1201}, 422, "text")],
)  # fmt: skip
def test_what_cannot_be_written_says_which_field_is_wrong(
    centre: Centre, wanted: dict[str, Any], status: int, field: str
) -> None:
    answer = writes(centre, **wanted)
    assert answer.status_code == status and [one["field"] for one in answer.json["errors"]] == [field]
    assert messages(centre) == []


def test_who_is_in_hardship_is_not_reminded_of_money(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.add(Hardship(customer_id="C1", actions=["dunning"], starts_on=centre.clock().date(), reason="?",
                             made_by="key:1", made_at=centre.clock()))  # fmt: skip
    told = {"amount": "149.90", "due": "2026-11-30"}
    assert writes(centre, template="payment_due", args=told).status_code == 409
    assert writes(centre, text="Nasılsınız?").status_code == 200


def test_pages_of_a_conversation_leave_nothing_out(centre: Centre) -> None:
    isil_has_an_address(centre)
    for turn in range(3):
        letter(centre, Message_ID=f"<{turn}@example.com>")
        writes(centre, text=f"Yanıt {turn}")
    first = centre.asks("GET", "/cases/1001/messages?limit=4").json or {}
    rest = centre.asks("GET", f"/cases/1001/messages?limit=4&cursor={first['next_cursor']}").json or {}
    ids = [one["id"] for one in (*first["items"], *rest["items"])]
    assert len(ids) == len(set(ids)) == 6 and rest["next_cursor"] is None


def test_who_told_us_that_they_want_no_messages_gets_none_until_they_want_them_again(centre: Centre) -> None:
    noted = centre.asks("PUT", "/customers/C1/opt-outs", "agent",
                        json={"channel": "sms", "opted_out": True, "agent_id": "ayse"}).json or {}  # fmt: skip
    assert [(one["address"], one["how"]) for one in noted["items"]] == [("+905329998877", "desk")]
    assert writes(centre, text="?").status_code == 409
    centre.asks("PUT", "/customers/C1/opt-outs", json={"channel": "sms", "opted_out": False, "agent_id": "ayse"})
    assert (centre.asks("GET", "/customers/C1/opt-outs", "read_only").json or {})["items"] == []
    assert writes(centre, text="?").status_code == 200


def test_who_wants_no_calls_they_did_not_ask_for_still_gets_messages(centre: Centre) -> None:
    told = {"channel": "call", "opted_out": True, "agent_id": "ayse"}
    noted = centre.asks("PUT", "/customers/C1/opt-outs", "agent", json=told).json or {}
    assert [(one["address"], one["channel"]) for one in noted["items"]] == [("+905329998877", "call")]
    assert writes(centre, text="?").status_code == 200


def test_a_letter_that_says_only_stop_is_obeyed_on_its_channel_alone(centre: Centre) -> None:
    isil_has_an_address(centre)
    letter(centre, body="DUR")
    shown = centre.asks("GET", "/customers/C1/opt-outs").json or {}
    assert [(one["address"], one["channel"]) for one in shown["items"]] == [(EMAIL, "email")]
    with reading(centre.board.database) as session:
        assert list(promises_of(session, "1001")) == [], "a wish is no question"
