"""What each CRM is asked, and who its recorded answers say the owner is."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from callbacks.crm.answers import CrmBusy, LoginRefused
from callbacks.crm.crm import Crm, CrmOwner, Login
from callbacks.crm.spellings import is_number, spellings
from callbacks.crm.talking import TALKS
from callbacks.dips.errors import AnswerRefused, DipFailed
from callbacks.outside.exchange import Exchange, Reply, Request
from tests.callbacks.crm.recorded import (
    HUBSPOT_CONTACTS,
    HUBSPOT_LIMIT,
    HUBSPOT_NONE,
    HUBSPOT_OWNER,
    HUBSPOT_TICKETS,
    SALESFORCE_CASES,
    SALESFORCE_CONTACT,
    SALESFORCE_EXPIRED,
    SALESFORCE_LIMIT,
    SALESFORCE_NONE,
    SALESFORCE_TOKEN,
    ZENDESK_NOBODY,
    ZENDESK_TICKETS,
    ZENDESK_USERS,
)

PHONE = "+905321234567"


def crm(kind: Any, **more: Any) -> Crm:
    return Crm(kind=kind, url="https://crm.example.com", exchange=Exchange(hosts={}), **more)


def had(crm: Crm, *answers: Any) -> tuple[CrmOwner | None, list[Request]]:
    """The talk with these answers: JSON, or a whole reply. All of them must be asked for."""
    talk, asked, waiting = TALKS[crm.kind](crm, PHONE), [], list(answers)
    try:
        asked.append(next(talk))
        while True:
            answer = waiting.pop(0)
            reply = answer if isinstance(answer, Reply) else Reply(status=200, body=json.dumps(answer).encode())
            asked.append(talk.send(reply))
    except StopIteration as ended:
        assert waiting == []
        return ended.value, asked


def query(request: Request, name: str) -> str:
    return parse_qs(urlsplit(request.url).query)[name][0]


def test_a_webhook_is_asked_with_the_number_in_the_body_where_no_log_of_addresses_keeps_it():
    owner, (asked,) = had(crm("webhook"), {"owner": "ayse", "email": None, "case": 4812})
    assert owner == CrmOwner(id="ayse", case="4812")
    assert (asked.method, asked.url) == ("POST", "https://crm.example.com")
    assert json.loads(asked.body) == {"phone": PHONE}


@pytest.mark.parametrize("answer", [{"owner": None}, {}, [], Reply(status=404), Reply(status=204), {"owner": {"x": 1}}])
def test_a_webhook_may_know_nobody(answer):
    assert had(crm("webhook"), answer)[0] is None


def test_a_webhook_of_another_shape_is_read_by_its_paths():
    shaped = crm("webhook", keep={"email": "data.agent.mail"})
    assert had(shaped, {"data": {"agent": {"mail": "ayse@example.com"}}})[0] == CrmOwner(email="ayse@example.com")


def test_zendesk_tells_the_assignee_of_the_open_ticket_updated_last():
    owner, (users, tickets) = had(crm("zendesk"), ZENDESK_USERS, ZENDESK_TICKETS)
    assert owner == CrmOwner(id="235323", email="ayse@example.com", case="4812")
    assert query(users, "query") == f'type:user phone:"{PHONE}"'
    assert query(tickets, "query") == "type:ticket status<solved requester:35436"
    assert query(tickets, "include") == "tickets(users)"
    assert urlsplit(users.url).path == "/api/v2/search.json"


def test_zendesk_may_know_nobody_or_nobody_who_works_on_it():
    assert had(crm("zendesk"), ZENDESK_NOBODY)[0] is None
    assert had(crm("zendesk"), ZENDESK_USERS, {"results": ZENDESK_TICKETS["results"][:1]})[0] is None


def test_salesforce_tells_the_person_who_owns_the_open_case_and_no_queue():
    owner, (asked,) = had(crm("salesforce"), SALESFORCE_CASES)
    assert owner == CrmOwner(id="005000000000001", email="ayse@example.com", case="00001026")
    soql = query(asked, "q")
    assert "IsClosed = false" in soql and "'+905321234567', '+90 532 123 45 67', '0532 123 45 67'" in soql
    assert urlsplit(asked.url).path == "/services/data/v60.0/query"


def test_salesforce_without_an_open_case_tells_the_contacts_own_owner():
    owner, _ = had(crm("salesforce"), SALESFORCE_NONE, SALESFORCE_CONTACT)
    assert owner == CrmOwner(id="005000000000002", email="burak@example.com")
    assert had(crm("salesforce"), SALESFORCE_NONE, SALESFORCE_NONE)[0] is None


def test_salesforce_logs_in_once_and_again_when_the_session_has_expired():
    known = crm("salesforce", login=Login(client_id="app", client_secret="hush"))
    _, first = had(known, SALESFORCE_TOKEN, SALESFORCE_CASES)
    assert [urlsplit(each.url).path for each in first] == ["/services/oauth2/token", "/services/data/v60.0/query"]
    assert b"grant_type=client_credentials" in first[0].body and b"client_secret=hush" in first[0].body
    assert first[1].headers["Authorization"] == "Bearer 00D000000000001!AQEAQ"
    expired = Reply(status=401, body=json.dumps(SALESFORCE_EXPIRED).encode())
    owner, again = had(known, expired, {**SALESFORCE_TOKEN, "access_token": "new"}, SALESFORCE_CASES)
    assert owner is not None and again[2].headers["Authorization"] == "Bearer new"
    with pytest.raises(LoginRefused):
        had(known, expired, Reply(status=400, body=b'{"error":"invalid_client"}'))
    assert "hush" not in repr(known)


def test_hubspot_tells_the_owner_of_the_open_ticket_with_their_e_mail():
    owner, (contacts, tickets, asked) = had(crm("hubspot"), HUBSPOT_CONTACTS, HUBSPOT_TICKETS, HUBSPOT_OWNER)
    assert owner == CrmOwner(id="6166861", email="ayse@example.com", case="7788")
    wanted = json.loads(contacts.body)
    assert len(wanted["filterGroups"]) <= 5
    assert {"propertyName": "hs_searchable_calculated_phone_number", "operator": "EQ", "value": "5321234567"} in [
        group["filters"][0] for group in wanted["filterGroups"]
    ]
    assert json.loads(tickets.body)["filterGroups"][0]["filters"][0]["values"] == ["100451"]
    assert asked.url == "https://crm.example.com/crm/v3/owners/6166861"


def test_hubspot_without_an_open_ticket_tells_the_contacts_own_owner():
    owner, asked = had(crm("hubspot"), HUBSPOT_CONTACTS, HUBSPOT_NONE, Reply(status=404))
    assert owner == CrmOwner(id="6166860")
    assert asked[2].url.endswith("/6166860")
    assert had(crm("hubspot"), HUBSPOT_NONE)[0] is None


@pytest.mark.parametrize("kind", sorted(TALKS))
@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (Reply(status=401), LoginRefused),
        (Reply(status=403, body=json.dumps(SALESFORCE_LIMIT).encode()), LoginRefused),
        (Reply(status=429, headers={"retry-after": "7"}, body=json.dumps(HUBSPOT_LIMIT).encode()), CrmBusy),
        (Reply(status=500, body=b"<html>"), AnswerRefused),
        (Reply(status=302, headers={"location": "https://elsewhere.example"}), AnswerRefused),
        (Reply(status=200, body=b"<html>"), AnswerRefused),
        (Reply(status=200, body=b"\xff\xfe"), AnswerRefused),
        (Reply(status=200, body=b"[" * 100_000), AnswerRefused),
    ],
)
def test_what_is_no_answer_is_trouble_and_nobodys_owner(kind, reply, trouble):
    with pytest.raises(trouble):
        had(crm(kind), reply)


@pytest.mark.parametrize("kind", ["zendesk", "salesforce", "hubspot"])
@pytest.mark.parametrize("tree", [[], {}, {"results": "x", "records": 3}, {"results": [1], "records": [None]}, "x", 7])
def test_json_of_another_shape_is_trouble_too(kind, tree):
    with pytest.raises(DipFailed):
        had(crm(kind), tree)


def test_a_number_is_found_however_it_was_typed():
    assert spellings(PHONE) == [
        "+905321234567", "+90 532 123 45 67", "0532 123 45 67", "05321234567", "5321234567", "905321234567",
    ]  # fmt: skip
    for text in ("(0532) 123 45 67", "+90-532-123-4567", "532 1234567"):
        assert is_number(text, PHONE)
    strange: tuple[object, ...] = ("0532 123 45 68", "", None, 905321234567, "123 45 67")
    assert [each for each in strange if is_number(each, PHONE)] == []
