"""`sahip connect` as it is typed: what is connected, whether it answers, and being the other side for a while."""

import json
import threading
from datetime import UTC, datetime
from shutil import copytree

import pytest
from click.testing import CliRunner

from callbacks.events.signature import secret_of, secret_shown, signed_headers
from engine.cli import sahip
from engine.errors import OrderRefused
from engine.listening import Listener, listening_on
from engine.shipped import shipped
from records.database import open_database, writing
from records.event_subscription import EventSubscription
from tests.callbacks.crm.system import answering
from tests.callbacks.events.subscriber import receiving

NOW = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


@pytest.fixture
def typed(tmp_path, var, valkey_url):
    """Types a command in a demo whose centre asks this CRM."""
    folder, crm = tmp_path / "centre", []
    settings = {"SAHIP_MODE": "demo", "SAHIP_VAR": str(var), "SAHIP_CENTRE": str(folder), "NO_COLOR": "1"}

    def type_(*words, asks=None):
        if not folder.exists():
            copytree(shipped("centre"), folder)
            if asks is not None:
                crm.append(f'crm: {{kind: webhook, url: "http://{asks}/owner", private: true, secret: CRM_TOKEN}}\n')
                (folder / "connections.yaml").write_text(crm[0], encoding="utf-8")
        return CliRunner().invoke(sahip, ("connect", *words), env=settings)

    return type_


def test_what_is_connected_is_shown_and_what_is_missing_for_it(typed):
    shown = typed("show", asks="127.0.0.1:9")
    assert shown.exit_code == 0, shown.output
    assert "CRM: webhook at http://127.0.0.1:9/owner" in shown.output
    assert "CRM_TOKEN is not set" in shown.output
    assert json.loads(typed("show", "--json").output)["subscribers"] == []


def test_without_a_crm_nobody_is_asked(typed):
    assert "CRM: none is asked." in typed("show").output
    assert isinstance(typed("owner", "--phone", "+905321234567").exception, OrderRefused)


def test_the_crm_is_asked_now_and_its_word_held_against_our_agents(typed):
    with answering() as system:
        system.body = b'{"owner": "7", "email": "x@example.com", "case": "T-1"}'
        told = typed("owner", "--phone", "+905321234567", asks=system.host)
        assert told.output.startswith("x@example.com (case T-1), who is none of our agents. It took ")
        told = json.loads(typed("owner", "--phone", "+905321234567", "--json").output)
        assert told["owner"] == {"id": "7", "email": "x@example.com", "case": "T-1"}
        system.status = 401
        assert "does not take our credentials" in str(typed("owner", "--phone", "+905321234567").exception)
        assert "no telephone number" in str(typed("owner", "--phone", "anonymous").exception)


def test_a_subscriber_is_tried_and_its_answer_told(typed, tmp_path):
    with receiving() as receiver:
        typed("show")
        database = open_database(f"sqlite:///{tmp_path / 'var' / 'sahip.sqlite'}")
        with writing(database) as session:
            session.add(EventSubscription(id="S1", name="Depo", url=receiver.url, kinds=["*"], made_by="key:1",
                                          made_at=NOW, state_since=NOW))  # fmt: skip
        database.dispose()
        tried = typed("test", "S1", "--json")
        assert tried.exit_code == 0, tried.output
        assert json.loads(tried.output)["state"] == "delivered"
        assert receiver.kinds() == ["connection.test"]
        receiver.answers = [500]
        tried = typed("test", "S1")
        assert tried.exit_code == 1 and "status: 500" in tried.output
        assert isinstance(typed("test", "S2").exception, OrderRefused)


def test_the_receiver_verifies_tells_and_answers_whose_a_caller_is():
    told: list[str] = []
    secret = secret_of(b"k", "S1", 1)
    listener = Listener(tell=told.append, clock=lambda: NOW, secret=secret_shown(secret), owners={"+90532": "burak"})
    body = b'{"type": "case.opened"}'
    headers = signed_headers([secret], name="evt_1", now=NOW, body=body)
    assert listener.answer(headers, body)[0] == 200
    assert listener.answer(headers, body + b" ")[0] == 401
    assert listener.answer({}, body)[0] == 401
    assert listener.answer({}, b"x")[0] == 400
    assert listener.answer({}, b'{"phone": "+90532"}') == (200, {"owner": "burak", "case": None})
    assert listener.answer({}, b'{"phone": "+90533"}') == (200, {"owner": None, "case": None})
    assert "evt_1 (verified)" in told[0] and "not signed with this secret" in told[1]


def test_the_receiver_listens_on_this_machine():
    import requests

    told: list[str] = []
    with listening_on(0, Listener(tell=told.append, clock=lambda: NOW)) as server:
        threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.02}).start()
        answer = requests.post(f"http://127.0.0.1:{server.server_address[1]}/", data=b'{"type": "x"}', timeout=5)
        server.shutdown()
    assert answer.status_code == 200 and "not verified" in told[0]
