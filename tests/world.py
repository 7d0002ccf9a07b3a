"""A whole telephone world in one process and on virtual time: the engine, its stores, Twilio and the people.

Nothing is faked between them: webhooks are signed HTTP messages into our WSGI application, REST requests are HTTP
messages into the simulator's, jobs go through RQ queues in Valkey, rows through SQL.
"""

import itertools
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import requests
from flask import Flask
from rq import Queue
from rq.serializers import JSONSerializer

from callbacks.clock import Timekeeper
from callbacks.jobs import LEGS, RING, allowed_job, queue_name
from callbacks.worker import carry_out
from engine.board import worker_client
from engine.web import web_on
from simulator import Account, Simulator, Switches, VirtualClock, rest_app
from simulator.wire.in_process import WsgiAdapter, wsgi_transport
from tests.contract.passing import CheckedAdapter
from tests.house import demo_settings, house

NUMBER = "+908502220000"


class World:
    def __init__(
        self, database_url: str, redis_url: str, *, seed: int = 0, switches: Switches | None = None, **settings: Any
    ) -> None:
        numbers = itertools.count(1)
        self.clock = VirtualClock()
        given = demo_settings(database_url, redis_url, **settings)
        session = requests.Session()
        self.new_id = lambda: f"{next(numbers):032x}"
        self.voice = house(database_url, redis_url, clock=self.clock, new_id=self.new_id, session=session, **settings)
        self.app: Flask = web_on(self.voice)
        account = Account(sid=given.account_sid, auth_token=given.auth_tokens[0])
        self.sim = Simulator(
            self.clock, wsgi_transport(self.app), seed=seed, switches=switches or Switches(), account=account
        )
        session.mount(given.api_url, CheckedAdapter(WsgiAdapter(rest_app(self.sim)), strict=True))
        public = self.voice.urls.public
        self.sim.own_number(
            NUMBER,
            f"{public}/voice/inbound",
            status_callback=f"{public}/voice/status",
            fallback_url=f"{public}/voice/fallback",
        )
        self.keeper = Timekeeper(self.voice, "test-clock")
        self.queues = self._queues(redis_url)
        self.workers_away = False
        self.key = ""
        """Of the API; the centre is given one when it opens."""
        self.settle()

    def _queues(self, redis_url: str) -> Mapping[str, Queue]:
        job_class = allowed_job(lambda name, subject: carry_out(self.voice, name, subject))
        common: dict[str, Any] = {"serializer": JSONSerializer, "job_class": job_class}
        common["connection"] = worker_client(redis_url)
        return {name: Queue(queue_name(self.voice.site, name), **common) for name in (LEGS, RING)}

    def advance(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Let time pass, stopping wherever the engine or the network has something to do."""
        end = self.clock() + timedelta(seconds=seconds)
        self.settle()
        while not until() and (moment := self._next()) <= end:
            self.clock.advance_to(max(moment, self.clock()))
            self.settle()
        if not until():
            self.clock.advance_to(end)
            self.settle()

    def _next(self) -> datetime:
        moments = [*self.keeper.next_time.values(), self.clock() + timedelta(seconds=2)]
        for due in (self.sim.next_due(), self.voice.floor.next_deadline()):
            if due is not None:
                moments.append(due)
        return max(min(moments), self.clock() + timedelta(milliseconds=1))

    def settle(self) -> None:
        """Everything that is due at this moment, until nothing more is."""
        for _ in range(200):
            self.keeper.tick()
            if not (self.sim.run_due() + self._jobs()):
                return
        raise AssertionError("the world does not come to rest")

    def _jobs(self) -> int:
        if self.workers_away:
            return 0
        done = 0
        for queue in self.queues.values():
            while queue.get_job_ids(0, 1):
                job_id = queue.pop_job_id()
                job = queue.job_class.fetch(str(job_id), connection=queue.connection, serializer=JSONSerializer)
                job.perform()
                done += 1
        return done

    def ask(self, method: str, path: str, body: Any = None, *, key: str) -> tuple[int, Any]:
        """The REST API, as a desk or a back office asks it."""
        answer = self.app.test_client().open(path, method=method, json=body, headers={"Authorization": f"Bearer {key}"})
        return answer.status_code, answer.get_json(silent=True)
