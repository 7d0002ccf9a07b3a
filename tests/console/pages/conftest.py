"""The pages of a centre with two agents, and somebody of each role who may sign in."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from console.api.blueprint import api
from console.pages.blueprint import pages
from console.pages.page import Where
from console.pages.static_files import static_files
from console.people.account import Account
from console.people.browser_session import csrf_of
from console.people.password import password_hash
from escalations.board import EscalationBoard
from ivr.publishing.shelf import FlowShelf
from ivr.voice_board import VoiceBoard
from records.database import writing
from telephony.signature import SignatureCheck
from tests.conftest import SettableClock
from tests.console.conftest import BOARD_AT_HAND, PUBLIC, Centre
from tests.shipped_centre import shipped_centre

PASSWORD = "correct horse battery"


@cache
def kept() -> str:
    """Hashed once for all tests: it is meant to take its time."""
    return password_hash(PASSWORD)


@dataclass
class Visitor:
    """A browser: it keeps its cookie, and sends along what its pages would."""

    client: FlaskClient
    secret: bytes
    more: dict[str, str] = field(default_factory=dict)

    def signs_in(self, login: str, password: str = PASSWORD) -> TestResponse:
        return self.client.post("/login", data={"login": login, "password": password}, base_url=PUBLIC)

    @property
    def csrf(self) -> str:
        cookie = self.client.get_cookie("sahip", domain="127.0.0.1")
        return csrf_of(cookie.value, secret=self.secret) if cookie else ""

    def opens(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, base_url=PUBLIC, **more)

    def sends(self, path: str, **form: str) -> TestResponse:
        return self.client.post(path, data={"csrf": self.csrf, **form}, base_url=PUBLIC)

    def asks(self, method: str, path: str, **more: Any) -> TestResponse:
        headers = {"X-Sahip-CSRF": self.csrf, **more.pop("headers", {})}
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, base_url=PUBLIC, **more)

    def told(self, method: str, path: str, **more: Any) -> Any:
        """What the API answers, which must be that it was done."""
        answer = self.asks(method, path, **more)
        assert answer.status_code == 200, answer.text
        return answer.json


@pytest.fixture
def board(board: EscalationBoard, database: Engine, clock: SettableClock) -> VoiceBoard:
    """Pages know what callers hear as well."""
    centre = shipped_centre()
    return VoiceBoard(
        **{each.name: getattr(board, each.name) for each in fields(EscalationBoard)},
        account_sid="AC" + "a" * 32, flows=FlowShelf(centre.flows, database, clock), phrases=centre.phrases,
        signatures=SignatureCheck(PUBLIC, ("token",)), flow_of_number=centre.flow_of_number,
        draft_numbers=centre.draft_numbers, language_of_number=centre.language_of_number,
        surroundings=replace(centre.surroundings, queues=frozenset(board.policy.queues)),
    )  # fmt: skip


@pytest.fixture
def accounts(centre: Centre) -> Centre:
    roles = {"ayse": "agent", "burak": "agent", "lead": "lead", "ops": "ops", "admin": "admin", "watch": "read_only"}
    with writing(centre.board.database) as session:
        session.add_all(
            Account(id=login, login=login, name=login.title(), role=role, password=kept(), made_at=centre.clock(),
                    agent_id=login if role == "agent" else None)
            for login, role in roles.items()
        )  # fmt: skip
    return centre


@pytest.fixture
def visitor(accounts: Centre) -> Callable[[], Visitor]:
    """A new browser for each call."""
    return lambda: Visitor(client=one_app().test_client(), secret=accounts.board.secret)


@pytest.fixture
def signed_in(visitor: Callable[[], Visitor]) -> Callable[[str], Visitor]:
    def as_(login: str) -> Visitor:
        found = visitor()
        assert found.signs_in(login).status_code == 303
        return found

    return as_


@cache
def one_app() -> Flask:
    app = Flask("sahip", static_folder=None)
    board = cast(VoiceBoard, BOARD_AT_HAND)
    app.register_blueprint(api(board))
    app.register_blueprint(pages(board, Where()))
    app.register_blueprint(static_files())
    return app
