"""A centre with two agents, a customer and a case, behind the REST API."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from redis import Redis
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from callbacks.centre_files import CentreFiles
from callbacks.dialler.rules import DiallerRules
from callbacks.dips.dips import Dips
from callbacks.dips.fetching import Fetching
from callbacks.dips.shelf import DipShelf
from callbacks.outside.exchange import Exchange
from callbacks.outside.outside import Outside
from callbacks.outside.reach import AnyPublicHost
from callbacks.traces import Traces
from callbacks.writing import write_journal
from cases.care import Care
from cases.case import Case
from cases.conversation import conversation_began
from cases.customer import Customer, CustomerPhone
from console.api.blueprint import api
from console.api_key import make_key
from console.role import Role
from engine.shipped import shipped
from escalations.board import EscalationBoard
from escalations.rules import EscalationRules
from hours.opening_hours import OpeningHours
from records.database import writing
from routing.floor import Floor
from routing.plan import Plan, Reason, Step
from routing.policy import Policy
from routing.reservation import Reservation
from staff.agent import Agent
from telephony.device_token import DeviceTokens
from telephony.pace import Pace
from telephony.twilio_api import TwilioApi
from telephony.urls import Urls
from tests.conftest import SettableClock
from tests.shipped_centre import shipped_centre

CALL = "CA" + "1" * 32
LEG = "CA" + "2" * 32
PUBLIC = "http://127.0.0.1:4440"


@dataclass
class Errands:
    """What the house was asked to do; a test reads it instead of a worker."""

    rung: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)

    def ring(self, offers: Iterable[Reservation]) -> None:
        self.rung += [offer.agent for offer in offers]

    def cancel(self, cancels: Iterable[Reservation]) -> None:
        self.cancelled += [reservation.agent for reservation in cancels]

    def bring(self, call: str) -> None: ...

    def began(self, call: str) -> None: ...

    def close_room(self, call: str) -> None: ...

    def end_attempt(self, token: str) -> None:
        self.ended.append(token)

    def dip(self, dip: str) -> None: ...

    def send(self, message: str) -> None: ...

    def call(self, flow_call: str) -> None: ...

    def dial(self, callback: str) -> None: ...

    def look_at_leg(self, callback: str) -> None: ...

    def deliver(self, subscription: str) -> None: ...

    def ask_crm(self, question: str) -> None: ...

    def transfer(self, transfer: str) -> None: ...

    def hold(self, hold: str) -> None: ...

    def listen(self, listening: str) -> None: ...

    def recording(self, recording: str) -> None: ...

    def look_in_turn(self, name: str, subjects: Iterable[str]) -> None: ...

    def due(self, callbacks: Iterable[str]) -> None: ...


@dataclass
class Centre:
    """Short words for what happens, and for what programs ask."""

    board: EscalationBoard
    errands: Errands
    clock: SettableClock
    client: FlaskClient
    keys: dict[str, str]

    def asks(self, method: str, path: str, role: str = "admin", **more: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.keys[role]}", **more.pop("headers", {})}
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **more)

    def caller_waits(self, call: str = CALL, line: str = "queue:main/1") -> None:
        plan = Plan(steps=(Step(after_seconds=0, line=line, why="ring"),), queue="main", owner="ayse",
                    reasons=(Reason(key="queue_rings", args={"queue": "main", "seconds": "0"}),))  # fmt: skip
        moves = self.board.floor.caller_waits(call, plan=plan, place_at=self.clock(), now=self.clock())
        self.errands.ring(moves.offers)

    def agent_talks(self, agent: str, call: str = CALL) -> str:
        """The agent accepts, meets the caller, and the conversation goes on a case: its number."""
        on_floor = self.board.floor.call(call)
        assert on_floor is not None and on_floor.reservation is not None
        assert self.board.floor.agent_accepts(on_floor.reservation, leg=LEG, now=self.clock())
        assert self.board.floor.parties_meet(call, now=self.clock())
        self.board.floor.note("answered", call=call, agent=agent, now=self.clock())
        with writing(self.board.database) as session:
            return conversation_began(session, call=call, agent_id=agent, customer_id=None, phone="+905551112233",
                                      case_number=None, now=self.clock(), new_id=self.board.new_id)  # fmt: skip

    def journal_is_written(self) -> None:
        write_journal(self.board)

    def state(self, agent: str) -> str:
        known = self.board.floor.agent(agent)
        assert known is not None
        return known.state


def people() -> list[Any]:
    return [
        Agent(id="ayse", name="Ayşe Yılmaz", team="billing", phone="+905321111111", endpoint="phone",
              languages=["tr", "en"], skills={"support": 80}, active=True),
        Agent(id="burak", name="Burak Işık", team="billing", endpoint="browser", languages=["tr"], skills={},
              active=True),
        Agent(id="zeki", name="Zeki Gitti", endpoint="browser", languages=["tr"], skills={}, active=False),
        Customer(id="C1", name="Işıl Şahin", language="tr", phones=[CustomerPhone(phone="+905329998877")]),
    ]  # fmt: skip


def matters(clock: SettableClock) -> list[Case]:
    opened = clock() - timedelta(days=1)
    return [
        Case(number="1001", customer_id="C1", status="open", owner_id="ayse", subject="Fatura", opened_at=opened,
             last_touched_at=opened),
        Case(number="1002", status="closed", opened_at=opened, last_touched_at=opened),
    ]  # fmt: skip


@pytest.fixture
def policy() -> Policy:
    """How callers are led; a file of tests that wants another has its own."""
    return Policy()


@pytest.fixture
def care() -> Care:
    """How people are looked after; a file of tests that wants it otherwise has its own."""
    return shipped_centre().care


@pytest.fixture
def board(
    redis: Redis, database: Engine, clock: SettableClock, new_id: Callable[[], str], tmp_path: Path, policy: Policy,
    care: Care,
) -> Iterator[EscalationBoard]:  # fmt: skip
    floor = Floor(redis, site="centre", new_id=new_id)
    floor.begin_epoch(1, now=clock())
    floor.finish_rebuild(now=clock())
    with requests.Session() as session:
        twilio = TwilioApi(account_sid="AC" + "a" * 32, username="u", password="p", caller_id="+902125550100",
                           session=session, base_url="http://127.0.0.1:9", loopback_only=True)  # fmt: skip
        yield EscalationBoard(escalations=EscalationRules(), floor=floor, jobs=Errands(), clock=clock, policy=policy,
                    site="centre", database=database,
                    devices=DeviceTokens(account_sid="AC" + "a" * 32, key_sid="SK" + "a" * 32, key_secret="s" * 40,
                                         application="AP" + "a" * 32),
                    twilio=twilio, pace=Pace(redis, "centre", 1), urls=Urls(public=PUBLIC), new_id=new_id,
                    secret=b"of-this-test", our_numbers=frozenset(), narrowings=frozenset,
                    dips=Dips(shelf=DipShelf(redis, "centre"), fetching=Fetching(hosts={})),
                    traces=Traces(redis, "centre"), exports=tmp_path / "exports", key_safe=tmp_path / "safe",
                    outside=Outside(subscribers=Exchange(hosts=AnyPublicHost())),
                    care=care, files=CentreFiles(folder=shipped("centre")),
                    dialler=DiallerRules(),
                    hours=OpeningHours(shipped_centre().calendars, database, clock))  # fmt: skip


@pytest.fixture
def centre(board: EscalationBoard, clock: SettableClock, new_id: Callable[[], str]) -> Centre:
    roles: tuple[Role, ...] = ("admin", "ops", "lead", "agent", "read_only")
    with writing(board.database) as session:
        session.add_all(people())
        session.flush()
        session.add_all(matters(clock))
        keys = {
            str(role): make_key(session, id=new_id(), secret=f"secret-of-the-{role}", name=role, role=role, now=clock())
            for role in roles
        }
    return at_the_board(board, clock, keys)


def at_the_board(board: EscalationBoard, clock: SettableClock, keys: dict[str, str]) -> Centre:
    assert isinstance(board.jobs, Errands)
    BOARD_AT_HAND.board = board
    return Centre(board=board, errands=board.jobs, clock=clock, client=one_app().test_client(), keys=keys)


@dataclass
class BoardAtHand:
    """The board of the test that runs: the API is made once for each process, as its many addresses take their time."""

    board: EscalationBoard | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.board, name)


BOARD_AT_HAND = BoardAtHand()


@cache
def one_app() -> Flask:
    app = Flask("sahip")
    app.register_blueprint(api(cast(EscalationBoard, BOARD_AT_HAND)))
    return app
