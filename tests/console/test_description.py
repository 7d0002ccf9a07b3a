"""Programs are written against the description: what we answer is what it says, whatever is asked."""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from redis import Redis
from sqlalchemy import make_url
from werkzeug.test import TestResponse

from callbacks.dialler.life import ends
from callbacks.dialler.making import make_callback
from callbacks.dialler.wanted import CallbackWanted
from callbacks.flow_call import Errand, ask_for_flow_call
from cases.care import Care
from cases.conversation_recording import ConversationRecording
from cases.customer import Customer
from cases.erasure import Erasure
from cases.executive_case import ExecutiveCase
from cases.final_answer import FinalAnswer
from cases.instalments import Instalment
from cases.legal_hold import LegalHold
from cases.payment_plan import Acceptance, accept_plan
from cases.received_attachment import ReceivedAttachment
from cases.received_message import ReceivedMessage
from cases.rule_proposal import RuleProposal
from cases.voucher import Voucher, hash_of
from console.alerts.alert import Alert
from console.api.operation import Operation
from console.api.operations import OPERATIONS
from console.api_key import make_key
from console.people.account import Account
from console.people.browser_session import BrowserSession
from console.walls.wall import Wall
from escalations.board import EscalationBoard
from escalations.escalation import Escalation
from escalations.improvement import Improvement
from escalations.listening.listening import Listening
from escalations.raised_hand import RaisedHand
from escalations.transfer.floor_name import floor_name
from escalations.transfer.transfer import Transfer
from records.centre_file_version import CentreFileVersion
from records.database import writing
from records.event_subscription import EventSubscription
from records.outgoing_event import announce
from routing.policy import Policy
from staff.agent import Agent
from tests.conftest import SettableClock
from tests.console.conftest import CALL, Centre, at_the_board, one_app
from tests.console.flows import flows_are_there, source

KNOWN = {
    "agent": "ayse", "customer": "C1", "case": "1001", "call": CALL,
    "offer": "1", "absence": "1", "duty": "1", "task": "1", "onboarding": "1",
    "calendar": "fatura", "day": "2026-11-24", "crisis": "1", "flow": "main",
    "certificate": "1", "briefing": "new_tariff",
    "tag": "elderly", "person": "1", "entitlement": "1",
    "code": "1234567890", "entry": "1", "worker": "3417", "survey": "repair", "plan": "1",
    "goodwill": "1", "flow_call": "F1", "proposal": "1",
    "subscription": "1", "delivery": "1", "promise": "4", "visit": "1",
    "erasure": "E1", "hold": "1",
    "answer": "1",
    "message": "R1", "place": "0", "callback": "K1",
    "escalation": "E5", "improvement": "1",
    "transfer": "T1",
    "listening": "L1", "wall": "W1",
    "queue": "main", "file": "policy", "version": "1",
    "account": "U1", "session": "5" * 16, "key": "e" * 32,
}  # fmt: skip
SENSIBLE: dict[str, Any] = {
    "put_presence": {"state": "ready"},
    "put_owner": {"agent_id": "burak", "reason": "izin"},
    "post_given_up": {"reason": "menfaat çatışması"},
    "post_ownership_offer": {"by_agent": "ayse", "to_agent": "burak", "note": "Parça cuma günü gelecek."},
    "post_ownership_acceptance": {"agent_id": "burak"},
    "post_ownership_refusal": {"agent_id": "burak", "why": "konuyu bilmiyorum"},
    "post_ownership_withdrawal": {"agent_id": "ayse"},
    "post_outcome": {"by": "zeynep", "outcome": "gap", "answer": "Bakacağız.", "gap": "Taşınanlar"},
    "post_improvement_end": {"outcome": "Kural değişti."},
    "post_duty": {"agent_id": "ayse", "rank": "senior", "until": "2026-11-30T12:00:00Z"},
    "post_absence": {"ends_at": "2026-11-30T12:00:00Z", "stand_in_id": "burak"},
    "post_off_boarding": {"to_agents": ["burak"], "reason": "taşındı"},
    "post_coaching": {"cause": "conduct", "about": "Müşterinin sözünü kesti."},
    "post_coaching_end": {"by": "burak", "passed": True, "outcome": "Dinlemeyi öğrendi."},
    "post_review": {"form": "conversation", "reviewer_id": "burak", "answers": {
        "listened": 2, "owned": 1, "truth": 2, "promise": 0, "respect": 2}},
    "put_buddy_of": {"coach_id": "burak", "until_on": "2026-12-31"},
    "post_thanks": {"to_agent": "ayse", "from_agent": "burak", "words": "Yardımın için."},
    "post_onboarding": {"phone": "+905329998877", "product": "Kombi", "at": "2026-11-24T08:30:00Z",
                        "consent": "spoken", "consent_at": "2026-11-22T08:30:00Z"},
    "put_cadence": {"every_hours": 24},
    "post_update": {"agent_id": "ayse", "told": "Parça yolda."},
    "put_pin": {"pin": "4711"},
    "post_customer": {"name": "Ali Veli", "phones": ["0532 000 11 22"]},
    "patch_customer": {"version": 1, "name": "Işıl Şahin Kaya"},
    "post_person": {"name": "Can", "relation": "oğlu"},
    "put_care_tag": {"consent": "spoken"},
    "post_task": {"department": "depo", "what": "Parça çıkarılsın"},
    "post_task_completion": {"outcome": "çıktı"},
    "post_task_withdrawal": {},
    "post_note": {"text": "Akşam aransın"},
    "put_loss": {"what": "İki gün evde bekledi", "worth": "150"},
    "post_entitlement": {"kind": "warranty", "product": "Buzdolabı", "starts_on": "2026-01-01"},
    "post_entitlement_use": {},
    "post_case": {"customer_id": "C1", "reason": "billing"},
    "patch_case": {"version": 1, "subject": "İade"},
    "post_case_closure": {"disposition": "resolved"},
    "post_case_reopening": {"reason": "bitmedi"},
    "post_certificate": {"name": "kvkk", "given_by": "Zeynep Kaya"},
    "put_briefing_text": {"text_tr": "Yeni tarife", "text_en": "A new tariff", "required_from": "2026-12-01"},
    "post_acknowledgement": {"agent_id": "burak"},
    "post_closure": {"until": "2026-11-23T12:00:00Z", "reason_tr": "bakım"},
    "put_holiday": {"kind": "half_day", "starts": "12:00"},
    "post_crisis": {"message_tr": "Fırtına.", "message_en": "A storm.", "until": "2026-11-23T12:00:00Z"},
    "post_voucher": {"value": "30.00", "expires_at": "2027-01-01T00:00:00Z"},
    "post_redemption": {},
    "post_code_redemption": {"code": "1234567890"},
    "post_final_answer": {"by": "zeynep", "case_number": "1001", "reason": "x",
                          "wording_tr": "Olmaz.", "wording_en": "No."},
    "post_appeal": {"words": "Kabul etmiyorum"},
    "post_appeal_decision": {"by": "zeynep", "decision": "upheld", "reason": "x"},
    "post_goodwill_audit": {"by": "zeynep", "verdict": "fair", "words": "x"},
    "post_mark": {"by": "zeynep", "agent_id": "ayse", "kind": "recognition", "words": "x"},
    "post_taking_back": {"by": "zeynep", "reason": "yanlışlık"},
    "post_rule_decision": {"by": "zeynep", "decision": "accepted", "reason": "hep aynı"},
    "post_goodwill": {"agent_id": "ayse", "case_number": "1001", "kind": "credit", "amount": "10.00",
                      "reason": "gecikme"},
    "post_decision": {"by": "zeynep", "decision": "granted", "reason": "haklı"},
    "post_extra_budget": {"by": "zeynep", "amount": 100, "reason": "fırtına"},
    "post_hardship": {"phone": "+905329998877", "starts_on": "2026-11-01", "reason": "hastalık"},
    "put_hardship": {"starts_on": "2026-11-01", "reason": "hastalık", "version": 1},
    "post_flow_call": {"flow": "main", "phone": "+905321112233", "purpose": "service"},
    "post_payment_plan": {"customer_id": "C2", "agent_id": "ayse", "total": "1000"},
    "post_event_subscription": {"name": "Depo", "url": "https://erp.example.com/in"},
    "put_event_subscription": {"name": "Depo", "url": "https://erp.example.com/in", "kinds": ["case.*"]},
    "post_resending": {"since": "2026-11-22T12:00:00Z"},
    "put_worker": {"name": "Kemal", "pin": "4711"},
    "put_draft": {"source": source("İyi geceler")},
    "check_flow": {"source": source("İyi geceler"), "draw": True},
    "check_centre_file": {"source": "queues: {}"},
    "publish_centre_file": {"source": "queues: {}"},
    "roll_back_centre_file": {},
    "publish_flow": {},
    "roll_back_flow": {},
    "post_refusal": {"reason": "konuyu bilmiyorum"},
    "post_seen_notices": {},
    "put_hold": {"hold": True},
    "put_recording": {"state": "paused", "agent_id": "deniz"},
    "post_listener": {"listener_id": "murat", "mode": "whisper", "why": "değerlendirme"},
    "patch_listener": {"mode": "barge"},
    "put_hand": {"reason": "kural belirsiz"},
    "post_wall": {"name": "Giriş katı"},
    "post_transfer": {"call": "CA" + "4" * 32, "wanted": ["burak"]},
    "post_join": {"agent_id": "ayse"},
    "post_swap": {"agent_id": "ayse"},
    "post_leave": {"agent_id": "ayse"},
    "post_back": {"agent_id": "ayse"},
    "post_transfer_callback": {"agent_id": "ayse"},
    "post_callback": {"phone": "+905321112233"},
    "post_case_callback": {"phone": "+905321112233", "due": "2026-11-24T12:00:00Z"},
    "post_promise": {"kind": "delivery", "what": "Teslim", "due_at": "2026-11-27T12:00:00Z"},
    "put_promise": {"due_at": "2026-11-27T12:00:00Z", "reason": "x", "customer_agreed": True},
    "put_end": {"how": "kept"},
    "put_pause": {"reason": "fotoğraf"},
    "post_visit": {"what": "Ziyaret", "starts_at": "2026-11-25T06:00:00Z", "until": "2026-11-25T09:00:00Z"},
    "put_packing": {"items": ["identity_card"]},
    "put_visit_end": {"how": "done"},
    "put_making_good": {"what": "aradık"},
    "patch_callback": {"version": 1, "reason": "x", "due": "2026-11-24T12:00:00Z", "customer_agreed": True},
    "post_callback_reassignment": {"agent_id": "burak", "reason": "izin"},
    "post_callback_now": {},
    "post_callback_wrong_number": {"reason": "başkası açtı"},
    "post_callback_cancellation": {"reason": "mektupla çözüldü"},
    "post_case_message": {"agent_id": "ayse", "text": "Geliyoruz."},
    "put_opt_out": {"channel": "sms", "opted_out": True, "agent_id": "ayse"},
    "post_erasure": {"customer_id": "C1"},
    "post_escalation": {"case_number": "1001", "trigger": "caller_asked"},
    "put_root_cause": {"by": "ayse", "root_cause": "Eski tarife"},
    "post_executive_confirmation": {"by": "ayse"},
    "post_hold": {"case_number": "1001", "reason": "dava"},
    "patch_skills": {"skills": {"billing": 60}, "languages": {"tr": 100}},
    "post_account": {"login": "zeynep", "name": "Zeynep Kaya", "role": "lead"},
    "patch_account": {"role": "lead"},
    "put_password": {"password": "correct horse battery"},
    "post_api_key": {"name": "CRM", "role": "agent"},
    "post_wrap_up": {
        "disposition": "x", "next_action": "y", "next_action_due": "2026-11-24T12:00:00Z",
    },
}  # fmt: skip
RAW = {"message/rfc822": b"From: isil@example.com\r\n\r\nMerhaba"}
"""Bodies that are no JSON."""
OTHER = "CA" + "3" * 32
STAY = "CB" + "2" * 32
TALK = "CA" + "4" * 32
SIDE = floor_name(KNOWN["transfer"])
ASKED = {
    "check_hardship": {"phone": "+905329998877", "action": "disconnect"},
    "show_payment_offer": {"total": "1000"},
    "show_precedents": {"case": "1001", "kind": "credit"},
}
"""What has to stand in the query."""
ELSEWHERE = {
    "post_case_closure": {"case": "1003"}, "post_case_reopening": {"case": "1002"},
    "post_executive_confirmation": {"case": "1002"},
    "put_pause": {"promise": "5"}, "put_making_good": {"promise": "6"},
    "post_callback_wrong_number": {"callback": "K3"},
    "post_appeal_decision": {"answer": "3"}, "post_goodwill_audit": {"goodwill": "2"},
    "put_hold": {"call": TALK}, "put_recording": {"call": TALK}, "post_outcome": {"escalation": "E6"},
    "post_listener": {"call": TALK}, "patch_listener": {"call": TALK}, "delete_listener": {"call": TALK},
    "put_hand": {"call": TALK}, "delete_hand": {"call": TALK},
}  # fmt: skip
"""Where something else has to be so first: nothing is owed on this case, and that one is closed; this promise's clock
runs, and that one is broken."""
junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from(["state", "reason", "agent_id", "disposition", "next_action", "next_action_due"])
bodies = st.dictionaries(fields, junk | st.sampled_from(["ready", "ayse", "2026-11-24T12:00:00Z"]), max_size=4) | junk
names_of_nothing = st.text(st.characters(exclude_characters="/"), min_size=1, max_size=8)  # "/": another address
parameters = st.sampled_from(["limit", "cursor", "team", "name", "phone", "status", "owner", "x"])
queries = st.dictionaries(parameters, st.text(max_size=8), max_size=3)


def faults(document: dict[str, Any], operation: Operation, answer: TestResponse) -> list[str]:
    """What is wrong with an answer, held against the description."""
    told = document["paths"][operation.path][operation.method.lower()]["responses"]
    if str(answer.status_code) not in told:
        return [f"{answer.status_code} is not described"]
    [(kind, content)] = told[str(answer.status_code)]["content"].items()
    if answer.mimetype != kind:
        return [f"{answer.mimetype} instead of {kind}"]
    schema = {**content["schema"], "components": document["components"]}
    return [error.message for error in Draft202012Validator(schema).iter_errors(json.loads(answer.data))]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(one_app().test_client().get("/api/openapi.json").data)
    return told


class BusyCentre:
    """Made once, with everything that can be asked for, and put back for each test as it was then."""

    def __init__(self) -> None:
        self.keys: dict[str, str] | None = None
        self._rows = sqlite3.connect(":memory:")
        self._floor: list[tuple[Any, Any, int]] = []
        self._now = SettableClock().now
        self._ids = 0

    def keep(self, centre: Centre, database_url: str, valkey: Redis) -> None:
        self.keys, self._now, self._ids = centre.keys, centre.clock.now, int(centre.board.new_id(), 16)
        with closing(_file(database_url)) as rows:
            rows.backup(self._rows)
        self._floor = [(key, valkey.dump(key), max(valkey.pttl(key), 0)) for key in valkey.scan_iter()]

    def put_back(self, board: EscalationBoard, clock: SettableClock, database_url: str, valkey: Redis) -> Centre:
        with closing(_file(database_url)) as rows:
            self._rows.backup(rows)
        valkey.flushall()
        for key, value, lives in self._floor:
            valkey.restore(key, lives, value)
        for _ in range(self._ids):
            board.new_id()
        clock.now = self._now
        assert self.keys is not None
        return at_the_board(board, clock, self.keys)


def _file(database_url: str) -> sqlite3.Connection:
    return sqlite3.connect(str(make_url(database_url).database))


@pytest.fixture(scope="module")
def kept() -> BusyCentre:
    return BusyCentre()


@pytest.fixture
def care(care: Care, policy: Policy) -> Care:
    """Calls after a purchase wait in the one queue there is."""
    onboarding = replace(care.people.onboarding, queue=policy.queue("").name)
    return replace(care, people=replace(care.people, onboarding=onboarding))


@pytest.fixture
def busy(
    kept: BusyCentre, board: EscalationBoard, clock: SettableClock, database_url: str, valkey_url: str,
    request: pytest.FixtureRequest,
) -> Iterator[Centre]:  # fmt: skip
    with Redis.from_url(valkey_url) as valkey:
        if kept.keys is None:
            kept.keep(becomes_busy(request.getfixturevalue("centre")), database_url, valkey)
        yield kept.put_back(board, clock, database_url, valkey)


def becomes_busy(centre: Centre) -> Centre:
    """A caller and Ayşe have just talked, Burak is offered another, and what can be ordered about hours has been."""
    centre.caller_waits()
    centre.asks("PUT", "/agents/ayse/presence", json={"state": "ready"})
    centre.agent_talks("ayse")
    centre.clock.advance(60)
    centre.board.floor.conversation_ends(CALL, by="agent", now=centre.clock())
    centre.asks("PUT", "/agents/burak/presence", json={"state": "ready"})
    centre.caller_waits(OTHER)
    centre.journal_is_written()
    for operation, path in (("post_closure", "POST /hours/fatura/closures"), ("post_crisis", "POST /crisis"),
                            ("put_holiday", "PUT /holidays/2026-11-24"),
                            ("post_certificate", "POST /agents/ayse/certificates"),
                            ("put_briefing_text", "PUT /briefings/new_tariff"),
                            ("post_person", "POST /customers/C1/people"),
                            ("post_task", "POST /cases/1001/tasks"), ("put_loss", "PUT /cases/1001/loss"),
                            ("post_entitlement", "POST /customers/C1/entitlements"),
                            ("put_care_tag", "PUT /customers/C1/care-tags/elderly"),
                            ("post_ownership_offer", "POST /cases/1001/owner/offers"),
                            ("post_coaching", "POST /agents/ayse/coaching"),
                            ("post_absence", "POST /agents/ayse/absences"),
                            ("post_duty", "POST /rota"),
                            ("post_hardship", "POST /hardship")):  # fmt: skip
        told = SENSIBLE[operation] | ({"phone": "+905320000000"} if operation == "post_hardship" else {})
        assert centre.asks(*path.split(), json=told).status_code == 200
    with writing(centre.board.database) as session:
        session.add(Customer(id="C2", name="Elif Ak"))
        errand = Errand(id="F1", flow="main", phone="+905321112233", not_before=centre.clock(),
                        expires_at=centre.clock() + timedelta(days=1))  # fmt: skip
        ask_for_flow_call(session, errand, now=centre.clock())
        session.add(LegalHold(id=1, customer_id="C9", reason="dava", made_by="key:1", made_at=centre.clock()))
        session.add(Erasure(id="E1", state="done", whose="f" * 64, rows={"calls": 2}, asked_by="key:1",
                            asked_at=centre.clock()))  # fmt: skip
        session.add(Agent(id="zeynep", name="Zeynep", role="lead"))
        found = {"root_cause": "x", "found_by": "zeynep", "found_at": centre.clock()}
        for number, more in (("1001", found), ("1002", {**found, "called_back_at": centre.clock()})):
            session.add(ExecutiveCase(case_number=number, why="x", opened_by="clock", opened_at=centre.clock(), **more))
        session.add_all(
            CentreFileVersion(file="policy", number=number, source=f"ring_seconds: {number}", how=how, author="ops",
                              note="", published_at=centre.clock())
            for number, how in enumerate(("first", "publish"), start=1)
        )  # fmt: skip
        session.add(Escalation(id="E6", once="E6", trigger="wait", level=2, decision="lead_calls", reasons=[],
                               case_number="1001", asked_by="clock", asked_at=centre.clock()))  # fmt: skip
        session.add(Improvement(once="1", gap="x", owner_id="zeynep", due_on=date(2026, 12, 1), made_by="x",
                                made_at=centre.clock()))  # fmt: skip
        session.add(Escalation(id="E5", once="E5", trigger="wait", level=0, decision="none", reasons=[],
                               case_number="1001", asked_by="clock", asked_at=centre.clock(),
                               ended_at=centre.clock()))  # fmt: skip
        session.add_all(
            FinalAnswer(once=str(number), case_number="1002" if number == 1 else None,
                        wording_tr="Olmaz.", wording_en="No.", reason="x",
                        status=status, given_by="selin", given_at=centre.clock(), appeal_until=centre.clock())
            for number, status in ((1, "in_force"), (2, "changed"), (3, "appealed"))
        )  # fmt: skip
        session.add(RuleProposal(kind="credit", facts={}, facts_key="x", exceptions=[1], kurus=100, status="open",
                                 opened_at=centre.clock()))  # fmt: skip
    above = {**SENSIBLE["post_goodwill"], "amount": "400"}
    for told in (above, {**SENSIBLE["post_goodwill"], "agent_id": "burak"}):
        assert centre.asks("POST", "/goodwill", json=told).status_code == 200
    with writing(centre.board.database) as session:
        secret = centre.board.secret
        session.add(Voucher(id="v1", code_hash=hash_of(secret, "1234567890"), last4="7890", kurus=3000,
                            made_by="key:1", made_at=centre.clock(),
                            expires_at=centre.clock() + timedelta(days=30)))  # fmt: skip
        acceptance = Acceptance(once="1", call=CALL, customer_id="C1", phone=None, case_number="1001", what="x")
        instalments = (Instalment(due_on=date(2026, 12, 1), kurus=100), Instalment(due_on=date(2027, 1, 1), kurus=1))
        session.add(EventSubscription(id="1", name="Depo", url="https://erp.example.com/in", kinds=["*"], made_by="1",
                                      made_at=centre.clock(), state_since=centre.clock()))  # fmt: skip
        session.flush()
        announce(session, "case.opened", "case:1001", {}, now=centre.clock())
        accept_plan(session, acceptance, instalments, now=centre.clock(), new_id=centre.board.new_id)
    somebody_may_sign_in(centre)
    promises_are_there(centre)
    booked = centre.asks("POST", "/onboarding-calls", json=SENSIBLE["post_onboarding"])
    assert booked.status_code == 200
    letter_is_there(centre)
    callback_is_there(centre)
    colleague_is_asked(centre)
    somebody_listens(centre)
    flows_are_there(centre)
    return centre


def somebody_may_sign_in(centre: Centre) -> None:
    now = centre.clock()
    with writing(centre.board.database) as session:
        session.add(Account(id="U1", login="ayse", name="Ayşe", role="agent", made_at=now))
        session.add(BrowserSession(digest="5" * 64, account_id="U1", made_at=now, seen_at=now))
        make_key(session, id=KNOWN["key"], secret="s" * 16, name="CRM", role="agent", now=now)


def promises_are_there(centre: Centre) -> None:
    """The fourth waits for the customer, the fifth runs, the sixth is broken; three more are a payment plan's."""
    for what, then in (("4", "pause"), ("5", None), ("6", "end")):
        wanted = {**SENSIBLE["post_promise"], "what": what}
        promise = centre.asks("POST", "/cases/1001/promises", json=wanted).json or {}
        body = {"pause": {"reason": "x"}, "end": {"how": "broken"}}
        assert promise["id"] == int(what)
        assert then is None or centre.asks("PUT", f"/cases/1001/promises/{what}/{then}", json=body[then])
    assert centre.asks("POST", "/cases/1001/visits", json=SENSIBLE["post_visit"]).status_code == 200


def callback_is_there(centre: Centre) -> None:
    wanted = CallbackWanted(once=KNOWN["callback"], phone="+905320001122", queue=centre.board.policy.queue("").name,
                            what="Fatura", who="key:1")  # fmt: skip
    with writing(centre.board.database) as session:
        make_callback(session, centre.board, wanted)
        reached = make_callback(session, centre.board, replace(wanted, once="K3", phone="+905320001133")).callback
        ends(session, reached, "kept", why="reached", now=centre.clock())
        in_line = replace(wanted, once="K2", phone="+905331112233")
        made = make_callback(session, centre.board, in_line)
        made.callback.state, made.callback.floor_call = "pool", STAY
    lines = ["agent:zeynep"]
    until = centre.clock() + timedelta(hours=8)
    centre.board.floor.agent_presence(
        "zeynep", state="ready", lines=lines, until=until, endpoint="browser", now=centre.clock()
    )
    centre.caller_waits(STAY, lines[0])


def colleague_is_asked(centre: Centre) -> None:
    """Deniz talks on a call of their own, and Selin is asked into the conversation of another."""
    with writing(centre.board.database) as session:
        session.add_all([Agent(id=one, name=one.title(), languages=["tr"]) for one in ("deniz", "selin")])
        session.add(Transfer(id=KNOWN["transfer"], kind="supervisor", call=CALL, customer_leg=CALL,
                             agent_leg="CA" + "8" * 32, reservation="R1", agent_id="ayse", language="tr",
                             floor_call=SIDE, wanted=["selin"], state="consulting", asked_by="ayse",
                             asked_at=centre.clock(), due_at=centre.clock()))  # fmt: skip
    until = centre.clock() + timedelta(hours=8)
    for one, call in (("deniz", TALK), ("selin", SIDE)):
        line = f"agent:{one}"
        centre.board.floor.agent_presence(
            one, state="ready", lines=[line], until=until, endpoint="browser", now=centre.clock()
        )
        centre.caller_waits(call, line)
    centre.agent_talks("deniz", TALK)


def somebody_listens(centre: Centre) -> None:
    """Lale listens to Deniz, who is recorded and has a hand up; Murat is free to."""
    with writing(centre.board.database) as session:
        session.add_all([Agent(id=one, name=one.title(), role="lead", languages=["tr"]) for one in ("lale", "murat")])
        session.add(Listening(id=KNOWN["listening"], call=TALK, agent_id="deniz", coached_leg="CA" + "9" * 32,
                              listener_id="lale", floor_call=f"LI{KNOWN['listening']}", mode="monitor", silent=False,
                              why="değerlendirme", asked_by="key:1", asked_at=centre.clock()))  # fmt: skip
        session.add(ConversationRecording(recording="RE1", call=TALK, conference="CF1", state="recording",
                                          begun_at=centre.clock()))  # fmt: skip
        session.add(RaisedHand(agent_id="deniz", call=TALK, reason="kural belirsiz", up_at=centre.clock()))
        session.add(Wall(id=KNOWN["wall"], name="Salon", language="tr", queues=[], made_by="key:1",
                         made_at=centre.clock()))  # fmt: skip
        session.add(Alert(id="A1", rule="long_wait", subject="main", metric="longest_wait_seconds", op=">", bound=60,
                          value=90, began_at=centre.clock(), fired_at=centre.clock(), tries=0))  # fmt: skip
    until = centre.clock() + timedelta(hours=8)
    centre.board.floor.agent_presence(
        "murat", state="ready", lines=["agent:murat"], until=until, endpoint="browser", now=centre.clock()
    )


def letter_is_there(centre: Centre) -> None:
    with writing(centre.board.database) as session:
        session.add(ReceivedMessage(id="R1", channel="email", from_email="isil@example.com", body="x",
                                    case_number="1001", received_at=centre.clock()))  # fmt: skip
        session.flush()
        session.add(ReceivedAttachment(message_id="R1", place=0, name="a.pdf", kind="application/pdf", size=1,
                                       content=b"x"))  # fmt: skip


def offered(centre: Centre, operation: Operation | None = None) -> str:
    which = {"post_snooze": STAY, "post_hand_back": STAY, "post_later": SIDE}
    held = centre.board.floor.call(which.get(operation.name, OTHER) if operation is not None else OTHER)
    assert held is not None
    return held.reservation or "none-any-more"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_every_operation_answers_as_described(busy: Centre, document: dict[str, Any], operation: Operation) -> None:
    path = operation.path.format(
        **{**KNOWN, "reservation": offered(busy, operation), **ELSEWHERE.get(operation.name, {})}
    )
    if operation.raw:
        answer = busy.asks(operation.method, path, data=RAW[operation.raw], content_type=operation.raw)
    else:
        told, query = SENSIBLE.get(operation.name), ASKED.get(operation.name)
        answer = busy.asks(operation.method, path, json=told, query_string=query)
    assert answer.status_code == 200
    assert faults(document, operation, answer) == []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    operation=st.sampled_from(OPERATIONS),
    known=st.booleans(),
    name=names_of_nothing,
    query=queries,
    body=bodies,
    data=st.none() | st.binary(max_size=20),
)
def test_whatever_is_asked_is_answered_as_described(
    busy: Centre, document: dict[str, Any], operation: Operation, known: bool, name: str, query: dict[str, str],
    body: Any, data: bytes | None,
) -> None:  # fmt: skip
    names = {**KNOWN, "reservation": offered(busy)}
    if not known:
        names = dict.fromkeys(names, quote(name, safe="", errors="replace").replace(".", "%2E"))
    path = operation.path.format(**names)
    sent = json.dumps(body) if data is None else data
    kind = operation.raw or "application/json"
    answer = busy.asks(operation.method, path, data=sent, content_type=kind, query_string=query)
    assert faults(document, operation, answer) == []


def test_the_judge_would_notice_an_answer_that_is_not_described(busy: Centre, document: dict[str, Any]) -> None:
    [show] = [operation for operation in OPERATIONS if operation.name == "show_agent"]
    [cases] = [operation for operation in OPERATIONS if operation.name == "show_case"]
    assert faults(document, cases, busy.asks("GET", "/agents/ayse")) != []
    assert faults(document, show, busy.asks("DELETE", "/agents/ayse")) != []


def test_the_page_shows_each_field_with_type_and_whether_it_must_be_there(centre: Centre) -> None:
    page = centre.client.get("/api/docs").data.decode()
    assert "`" not in page
    assert "<code>state</code> <em>required</em></th><td>one of ready, not_ready, logged_out" in page
    assert "<code>items</code> <em>always there</em></th><td>list of AgentShown" in page
    assert "<code>items[].wrap_up_until</code>" in page
    assert "time or null" in page


def test_the_title_of_a_problem_is_what_the_status_means_and_the_detail_what_is_wrong(centre: Centre) -> None:
    told = centre.asks("GET", "/agents/nobody").json or {}
    assert (told["title"], told["detail"]) == ("Not Found", "There is no agent nobody.")
    told = centre.asks("GET", "/nothing").json or {}
    assert (told["title"], told["detail"]) == ("Not Found", "There is no such thing.")


def test_every_path_that_names_a_thing_is_described_as_answering_404_and_does(
    centre: Centre, document: dict[str, Any]
) -> None:
    naming = [operation for operation in OPERATIONS if operation.parameters]
    assert len(naming) > 100
    for operation in naming:
        described = document["paths"][operation.path][operation.method.lower()]["responses"]
        assert "404" in described, f"{operation.method} {operation.path}"
        path = re.sub("{.*?}", quote("no\x1bbody"), operation.path)
        answer = centre.asks(operation.method, path, role="admin", json={})
        assert answer.status_code == 404, f"{operation.method} {path}: {answer.text}"
        assert faults(document, operation, answer) == []


def test_a_path_that_names_nothing_promises_no_404(document: dict[str, Any]) -> None:
    assert "404" not in document["paths"]["/agents"]["get"]["responses"]
