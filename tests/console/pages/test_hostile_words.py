"""What strangers call themselves is shown, and never carried out."""

import re
import unicodedata
from collections.abc import Callable
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from cases.case import Case
from cases.customer import Customer, CustomerPhone
from console.api_key import make_key
from console.pages.every_page import PAGES
from console.people.account import Account
from records.audit import append as append_audit
from records.database import writing
from records.event_subscription import EventSubscription
from records.outgoing_event import announce
from staff.agent import Agent
from tests.console.conftest import Centre
from tests.console.pages.conftest import Visitor, kept

HOSTILE = {
    "markup": "\"><svg onload=alert(1)>'><img src=x onerror=alert(1)></script><script>alert(1)</script>{{ 7*7 }}",
    "unseen": '\x00\x01\x08\x0b\x1b[2J\x1b]0;x\x07\x7f\x85\x9b">'
    "<svg onload=alert(1)>\x00<scr\x00ipt>alert(1)</script>\ufeff\u2028",
    "address": "javascript:alert(1)//\u202egnp.exe 👩‍💻🇹🇷" + "ş" * 10_000,
}
KNOWN = {"account": "hostile", "subscription": "S1", "delivery": "1", "agent": "ayse", "customer": "C1", "case": "1001",
         "flow": "main"}  # fmt: skip
"""What addresses name; a page of something else answers that there is no such thing."""
VOID = {"href", "src", "action", "formaction", "data-act", "hx-get"}


class Tags(HTMLParser):
    """What a browser would make of a page, as far as somebody could have it do something."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("svg", "img", "iframe", "object") and not set(told) & {"class", "viewbox"}:
            self.wrong.append(f"<{tag}>")
        if tag == "script" and not (told.get("src") or "").startswith("/static/"):
            self.wrong.append("<script>")
        self.wrong += [f"{tag} {name}" for name in told if name.startswith("on") or name == "style"]
        self.wrong += [f"{tag} {name}={told[name]}" for name in VOID & told.keys() if _leads_away(told[name] or "")]


def is_unseen(sign: str) -> bool:
    return unicodedata.category(sign) == "Cc" and sign not in "\t\n\r"


def _leads_away(address: str) -> bool:
    return address.strip().lower().startswith(("javascript:", "data:", "//"))


@pytest.fixture
def everywhere(accounts: Centre) -> Callable[[str], None]:
    """Writes a name wherever a name can stand, however short its column is meant to be."""

    def written(name: str) -> None:
        now = accounts.clock()
        with writing(accounts.board.database) as session:
            session.get_one(Customer, "C1").name = name
            session.get_one(Case, "1001").subject = name
            session.get_one(Agent, "ayse").name = name
            session.get_one(Agent, "ayse").team = name
            session.get_one(Agent, "ayse").skills = {name: 50}
            session.add(CustomerPhone(customer_id="C1", phone="+905320000001"))
            session.add(Account(id="hostile", login=name, name=name, role="agent", password=kept(), made_at=now))
            make_key(session, id="f" * 32, secret="s" * 16, name=name, role="agent", now=now)
            session.add(EventSubscription(id="S1", name=name, url=name, kinds=["*"],
                                          made_by="x", made_at=now, state_since=now))  # fmt: skip
            session.flush()
            announce(session, "case.opened", "case:1001", {"x": name}, now=now)
            append_audit(session, name, name, name, {name: name}, now)

    return written


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_shown_on_every_page_and_does_nothing(
    everywhere: Callable[[str], None], signed_in: Callable[[str], Visitor], name: str
) -> None:
    everywhere(name)
    browsers = {role: signed_in(role) for role in ("admin", "ayse")}
    opened = 0
    for page in PAGES:
        if page.method != "GET":
            continue
        visitor = browsers["admin" if "admin" in page.roles else "ayse"]
        path = page.path
        for parameter, value in KNOWN.items():
            path = path.replace(f"<{parameter}>", value)
        answer = visitor.opens(path)
        assert answer.status_code in (200, 303, 404), path
        if answer.mimetype == "text/html":
            assert [sign for sign in answer.text if is_unseen(sign)] == [], path
            tags = Tags()
            tags.feed(answer.text)
            assert tags.wrong == [], path
            opened += answer.status_code == 200
    assert opened > 20


@pytest.mark.parametrize("unseen", ["\x00", "\x1b", "\x7f", "\x85"])
def test_what_nobody_types_is_refused_with_its_place_and_breaks_no_page(
    signed_in: Callable[[str], Visitor], unseen: str
) -> None:
    admin, ayse = signed_in("admin"), signed_in("ayse")
    for page in PAGES:
        visitor = admin if "admin" in page.roles else ayse
        path = page.path
        for parameter, value in KNOWN.items():
            path = path.replace(f"<{parameter}>", value)
        if page.method == "POST":
            answer = visitor.sends(path, phone=f"0532{unseen}")
        else:
            answer = visitor.opens(path, query_string={"days": "7", "ne": f"a{unseen}b"})
        assert answer.status_code == 422, path
        assert f"“{'phone' if page.method == 'POST' else 'ne'}” alanında" in answer.text, path
        if "<" in page.path and page.method == "GET":
            assert visitor.opens(re.sub("<.*?>", f"a{quote(unseen)}", page.path)).status_code == 404, path


def test_no_name_with_a_nul_signs_in_and_the_api_says_where_one_stands(
    visitor: Callable[[], Visitor], signed_in: Callable[[str], Visitor]
) -> None:
    assert visitor().signs_in("ay\x00se").status_code == 401
    refused = signed_in("burak").asks("POST", "/cases/1001/notes", json={"text": "a\x00b"})
    assert refused.status_code == 400
    [fault] = (refused.get_json() or {})["errors"]
    assert fault["field"] == "text"
