"""Handing work to RQ. A job is a hint with ids in it; what is owed stands in SQL or in the floor's deadlines."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from callbacks.rq_row import rq_row
from routing.reservation import Reservation
from routing.switchboard import Look

log = structlog.get_logger(__name__)

RING: Final = "ring"
"""The queue of jobs that create calls: each may wait for the pace, so it has processes of its own."""
DIPS: Final = "dips"
"""The queue of questions to other systems: a slow one must hold up neither a ring nor a leg."""
LEGS: Final = "legs"
"""The queue of jobs that move or end legs that exist: these must never wait behind a ring."""

CALLBACKS: Final = "callbacks"
"""The queue of looks at callbacks that are due: thousands may be due at once, and none may hold up a ring or a leg."""

ROOMS: Final = "rooms"
"""The queue of looks at who stands in which room: transfers, times on hold, listenings, recordings. Each asks the
network, and many are due at any time: none may hold up a leg, and what somebody asked for or told comes before all that
nobody did."""

MESSAGES: Final = "messages"
"""The queue of jobs that send text messages: nobody on a line waits for them, and they wait for nobody on a line."""

QUEUE_OF: Final = {
    "ring": RING,
    "cancel": LEGS,
    "bring": LEGS,
    "began": LEGS,
    "end_attempt": LEGS,
    "send": MESSAGES,
    "call": RING,
    "dial": RING,
    "look_at_leg": LEGS,
    "dip": DIPS,
    "deliver": DIPS,
    "ask_crm": DIPS,
    "due": CALLBACKS,
    "transfer": ROOMS,
    "hold": ROOMS,
    "listen": ROOMS,
    "recording": ROOMS,
}
"""Which queue carries which job; also the allow-list of what may be asked for at all."""

QUEUES: Final = tuple(dict.fromkeys(QUEUE_OF.values()))

FIRST: Final = "first"
IN_TURN: Final = "turn"
"""How a look waits: before the others, or behind them. It stands in the job's name, so that none waits twice."""
MOST_IN_LINE: Final = 500
"""So many waiting looks are gone through before one more is handed over."""


@dataclass(frozen=True)
class RqJobs:
    """Jobs over RQ. An unreachable Redis is logged and forgiven: the deadlines bring the work back."""

    connection: Redis
    queues: dict[str, Queue]
    clock: Callable[[], datetime]
    new_id: Callable[[], str]

    def ring(self, offers: Iterable[Reservation]) -> None:
        self._ask("ring", *[offer.id for offer in offers])

    def cancel(self, cancels: Iterable[Reservation]) -> None:
        self._ask("cancel", *[reservation.id for reservation in cancels])

    def bring(self, call: str) -> None:
        self._ask("bring", call)

    def began(self, call: str) -> None:
        self._ask("began", call)

    def end_attempt(self, token: str) -> None:
        self._ask("end_attempt", token)

    def call(self, flow_call: str) -> None:
        self._ask("call", flow_call)

    def dial(self, callback: str) -> None:
        self._ask("dial", callback)

    def look_at_leg(self, callback: str) -> None:
        self._ask("look_at_leg", callback)

    def send(self, message: str) -> None:
        self._ask("send", message)

    def dip(self, dip: str) -> None:
        self._ask("dip", dip)

    def deliver(self, subscription: str) -> None:
        self._ask("deliver", subscription)

    def ask_crm(self, question: str) -> None:
        self._ask("ask_crm", question)

    def transfer(self, transfer: str) -> None:
        self._look("transfer", transfer, how=FIRST)

    def hold(self, hold: str) -> None:
        self._look("hold", hold, how=FIRST)

    def listen(self, listening: str) -> None:
        self._look("listen", listening, how=FIRST)

    def recording(self, recording: str) -> None:
        self._look("recording", recording, how=FIRST)

    def look_in_turn(self, name: Look, subjects: Iterable[str]) -> None:
        self._look(name, *subjects, how=IN_TURN)

    def due(self, callbacks: Iterable[str]) -> None:
        self._ask("due", *callbacks)

    def _look(self, name: Look, *subjects: str, how: str) -> None:
        """Once for each that waits: whoever takes it up sees what is true then. One that may wait is not moved on."""
        before = (FIRST,) if how == FIRST else (FIRST, IN_TURN)
        try:
            line: list[Any] = self.connection.lrange(self.queues[QUEUE_OF[name]].key, 0, MOST_IN_LINE - 1)
        except RedisError:
            line = []
        waiting = {job.decode().rpartition("-")[0] for job in line}
        asked = [one for one in subjects if not waiting & {f"{name}-{one}-{place}" for place in before}]
        self._ask(name, *asked, how=how)

    def _ask(self, name: str, *subjects: str, how: str = "") -> None:
        """As many jobs as there are subjects, in one round trip: each is whole before a worker can see it."""
        if not subjects:
            return
        queue, now = self.queues[QUEUE_OF[name]], self.clock()
        pipeline = self.connection.pipeline(transaction=False)
        pipeline.sadd(Queue.redis_queues_keys, queue.key)
        for subject in subjects:
            job = f"{name}-{subject}-{how}-{self.new_id()}" if how else self.new_id()
            row: dict[Any, Any] = rq_row(name, subject, queue=queue.name, now=now)
            pipeline.hset(Job.key_for(job), mapping=row)
            (pipeline.lpush if how == FIRST else pipeline.rpush)(queue.key, job)
        try:
            pipeline.execute()
        except RedisError as trouble:
            log.warning("job_not_handed_over", job=name, subjects=subjects, why=str(trouble))


def rq_jobs(connection: Redis, site: str, *, clock: Callable[[], datetime], new_id: Callable[[], str]) -> RqJobs:
    queues = {name: Queue(queue_name(site, name), connection=connection, serializer=JSONSerializer) for name in QUEUES}
    return RqJobs(connection, queues, clock, new_id)


def jobs_waiting(jobs: object) -> Mapping[str, int] | None:
    """How many wait in each queue; none where jobs are handed over in another way. None: Redis does not answer."""
    if not isinstance(jobs, RqJobs):
        return {}
    try:
        return {name: queue.count for name, queue in jobs.queues.items()}
    except RedisError:
        return None


def queue_name(site: str, name: str) -> str:
    return f"{site}-{name}"


def allowed_job(carry_out: Callable[[str, str], None]) -> type[Job]:
    """The Job class of our workers: a name from the allow-list and one id, or nothing is run.

    RQ imports whatever function a job names, so whoever can write to Redis could run code. Ours never imports.
    """

    class AllowedJob(Job):
        def _execute(self) -> None:
            if self.func_name not in QUEUE_OF or len(self.args) != 1 or not isinstance(self.args[0], str):
                raise ValueError(f"not a job of ours: {self.func_name}")
            carry_out(self.func_name, self.args[0])

    return AllowedJob
