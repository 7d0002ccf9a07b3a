"""A whole centre in one process and on virtual time: the engine, its stores, Twilio and the people.

Nothing is faked between them: webhooks are signed HTTP messages into our WSGI application, REST requests are HTTP
messages into the simulator's, jobs go through RQ queues in Valkey, rows through SQL.
"""

import itertools
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import requests
from flask import Flask
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import select
from werkzeug.test import Client

from callbacks.clock import Timekeeper
from callbacks.jobs import QUEUES, allowed_job, queue_name
from callbacks.worker import carry_out
from cases.case_import import import_cases
from cases.customer_import import import_customers
from console.api_key import make_key
from engine.board import assemble, worker_client
from engine.centre import Centre, read_centre
from engine.settings import Settings
from engine.shipped import shipped
from engine.web import web_on
from records.database import writing
from simulator import Account, Killed, Simulator, Switches, VirtualClock, rest_app
from simulator.wire.in_process import WsgiAdapter, wsgi_transport
from staff.agent import Agent
from staff.csv_import import import_agents

BUSY_MS = 100
"""One process waits for nobody's lock but a test's."""
ROUNDS_AT_ONCE = 20
MOST_ROUNDS = 200
LEAST_STEP = timedelta(milliseconds=1)
WATCHFUL_SECONDS = 2.0
WRITES = "write_journal"
KEY_SECRET = "s" * 32
ZONE = ZoneInfo("Europe/Istanbul")


class SimulatedCentre:
    """`advance(seconds)` lets time pass. Ids are counted and chance is drawn from the seed: every run is the same.

    The settings must name a database with our schema and a Redis that is nobody else's.
    """

    number = "+908502220000"

    def __init__(
        self, settings: Settings, *, seed: int = 0, switches: Switches | None = None, centre: Centre | None = None
    ) -> None:
        numbers = itertools.count(1)
        session = requests.Session()
        self.clock = VirtualClock()
        self.new_id: Callable[[], str] = lambda: f"{next(numbers):032x}"
        self.voice = assemble(
            settings,
            centre or read_centre(shipped("centre")),
            redis_url=settings.redis_url or "",
            clock=self.clock,
            new_id=self.new_id,
            session=session,
            busy_ms=BUSY_MS,
        )
        self.app: Flask = web_on(self.voice)
        self.sim = self._network(settings, seed, switches)
        session.mount(settings.api_url, WsgiAdapter(rest_app(self.sim)))
        self.keeper = Timekeeper(self.voice, "simulated-clock")
        self.queues = self._queues(settings.redis_url or "")
        self.workers_away = False
        self.key = ""
        """Of the API; the centre is given one when it opens."""
        self.settle()

    def _network(self, settings: Settings, seed: int, switches: Switches | None) -> Simulator:
        account = Account(sid=settings.account_sid, auth_token=settings.auth_tokens[0], api_keys=settings.api_keys)
        sim = Simulator(
            self.clock, wsgi_transport(self.app), seed=seed, switches=switches or Switches(), account=account
        )
        public = self.voice.urls.public
        for number in sorted(self.voice.our_numbers):
            sim.own_number(
                number,
                f"{public}/voice/inbound",
                status_callback=f"{public}/voice/status",
                fallback_url=f"{public}/voice/fallback",
                sms_url=f"{public}/messages/inbound",
            )
        if settings.twiml_app_sid:
            self._application(sim, settings.twiml_app_sid)
        return sim

    def _application(self, sim: Simulator, sid: str) -> None:
        """What agents' browsers connect to."""
        voice = f"{self.voice.urls.public}/voice"
        sim.application("desk", f"{voice}/desk", sid=sid, status_callback=f"{voice}/status")

    def _queues(self, redis_url: str) -> Mapping[str, Queue]:
        job_class = allowed_job(lambda name, subject: carry_out(self.voice, name, subject))
        common: dict[str, Any] = {"serializer": JSONSerializer, "job_class": job_class}
        common["connection"] = worker_client(redis_url)
        return {name: Queue(queue_name(self.voice.site, name), **common) for name in QUEUES}

    def open(self) -> None:
        """The demo centre's people, customers and cases, and a key to the API."""
        demo = shipped("centre") / "demo"
        with writing(self.voice.database) as session:
            import_agents(session, demo / "agents.csv")
            session.flush()
            import_customers(session, demo / "customers.csv", new_id=self.new_id, now=self.clock())
            session.flush()
            staff = frozenset(session.scalars(select(Agent.id)))
            import_cases(session, demo / "cases.csv", agents=staff, zone=ZONE, now=self.clock())
            self.key = make_key(
                session, id=self.new_id(), secret=KEY_SECRET, name="simulation", role="admin", now=self.clock()
            )

    def advance(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Let time pass, stopping wherever the engine or the network has something to do."""
        end = self.clock() + timedelta(seconds=seconds)
        self.settle()
        due = self._due()
        while not until() and (moment := max(due, self.clock() + LEAST_STEP)) <= end:
            self.clock.advance_to(moment)
            self.settle()
            due = self._due()
        if not until():
            self.clock.advance_to(end)
            if due <= end:
                self.settle()

    def _due(self) -> datetime:
        """When there is something to do at the latest."""
        moments = [moment for duty, moment in self.keeper.next_time.items() if duty != WRITES or self._is_to_write()]
        moments.append(self.clock() + timedelta(seconds=WATCHFUL_SECONDS))
        for due in (self.sim.next_due(), self.voice.floor.next_deadline()):
            if due is not None:
                moments.append(due)
        return min(moments)

    def _is_to_write(self) -> bool:
        """The journal's writer comes five times a second; with nothing to write nobody stops for it."""
        return bool(self.voice.floor.happenings(limit=1))

    def settle(self) -> None:
        """Everything that is due at this moment, until nothing more is."""
        for rounds in range(MOST_ROUNDS):
            self._breathe(rounds)
            self.keeper.tick()
            if not (self.sim.run_due() + self._jobs()):
                return
        raise AssertionError("the world does not come to rest")

    def _breathe(self, rounds: int) -> None:
        """Work that asks for itself again and again takes time: a job that came a hair too early, for one."""
        if rounds >= ROUNDS_AT_ONCE:
            self.clock.advance_to(self.clock() + LEAST_STEP)

    def _jobs(self) -> int:
        """Carry out the jobs that were handed over. A worker that is killed takes its job with it."""
        if self.workers_away or not self._handed_over():
            return 0
        done = 0
        for queue in self.queues.values():
            while queue.get_job_ids(0, 1):
                job_id = queue.pop_job_id()
                job = queue.job_class.fetch(str(job_id), connection=queue.connection, serializer=JSONSerializer)
                done += 1
                try:
                    job.perform()
                except Killed:
                    continue
        return done

    def _handed_over(self) -> bool:
        """One question for all queues: most of the time there is nothing in any."""
        connection = next(iter(self.queues.values())).connection
        return bool(connection.exists(*(queue.key for queue in self.queues.values())))

    def ask(self, method: str, path: str, body: Any = None, *, key: str) -> tuple[int, Any]:
        """The engine's REST API, as a desk or a back office asks it."""
        answer = Client(self.app).open(path, method=method, json=body, headers={"Authorization": f"Bearer {key}"})
        return answer.status_code, answer.get_json(silent=True)
