"""Jobs are handed over in RQ's own form, in one round trip. RQ is the judge."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from redis import Redis
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from callbacks.jobs import QUEUE_OF, RqJobs, queue_name, rq_jobs
from callbacks.rq_row import JOB_SECONDS, KEEP_FAILED_SECONDS
from engine.board import job_client
from routing.floor_client import floor_client
from routing.reservation import Reservation
from tests.conftest import SettableClock


@pytest.fixture
def jobs(redis: Redis, valkey_url: str, clock: SettableClock, new_id: Callable[[], str]) -> RqJobs:
    return rq_jobs(job_client(valkey_url), "main", clock=clock, new_id=new_id)


def offer(id: str, clock: SettableClock) -> Reservation:
    now = clock() + timedelta(seconds=20)
    return Reservation(id=id, call="CA1", agent="ayse", line="agent:ayse", step=1, state="offered", deadline=now)


@pytest.mark.parametrize("name", QUEUE_OF)
def test_what_we_write_of_a_job_is_what_rq_writes(
    name: str, jobs: RqJobs, valkey_url: str, clock: SettableClock
) -> None:
    raw = Redis.from_url(valkey_url)
    judge = Queue(queue_name("main", QUEUE_OF[name]), connection=raw, serializer=JSONSerializer)
    theirs = judge.enqueue_call(name, args=("ı1",), timeout=JOB_SECONDS, result_ttl=0, failure_ttl=KEEP_FAILED_SECONDS)
    jobs._ask(name, "ı1")
    their_id, our_id = judge.get_job_ids()
    ours = Job.fetch(our_id, connection=raw, serializer=JSONSerializer)
    assert (ours.func_name, list(ours.args), ours.kwargs) == (name, ["ı1"], {}) and ours.data == theirs.data
    assert ours.created_at == ours.enqueued_at == clock()
    of_its_own = (b"created_at", b"enqueued_at", b"data")
    rows = [dict(raw.hgetall(Job.key_for(job))) for job in (their_id, our_id)]
    for row in rows:
        assert all(row.pop(field) for field in of_its_own)
    assert rows[0] == rows[1]


def test_many_offers_are_handed_over_at_once_and_in_order(jobs: RqJobs, clock: SettableClock, redis: Redis) -> None:
    jobs.ring([offer("r1", clock), offer("r2", clock)])
    jobs.ring([])
    queue = jobs.queues["ring"]
    fetched = [Job.fetch(job, connection=jobs.connection, serializer=JSONSerializer) for job in queue.get_job_ids()]
    assert [job.args[0] for job in fetched] == ["r1", "r2"]
    assert redis.smembers("rq:queues") == {"rq:queue:main-ring"}


def test_what_somebody_asked_for_is_looked_at_before_all_that_nobody_told_us_of_and_nothing_waits_twice(
    jobs: RqJobs,
) -> None:
    jobs.look_in_turn("transfer", ["t1", "t2"])
    jobs.look_in_turn("hold", ["t1"])
    jobs.transfer("t2")
    jobs.transfer("t2")
    jobs.look_in_turn("transfer", ["t2", "t1", "t3"])
    waiting = [(job.func_name, job.args[0]) for job in looks(jobs)]
    assert waiting == [("transfer", "t2"), ("transfer", "t1"), ("transfer", "t2"), ("hold", "t1"), ("transfer", "t3")]


def test_a_look_that_was_taken_up_may_be_asked_for_again(jobs: RqJobs) -> None:
    jobs.listen("l1")
    jobs.queues["rooms"].pop_job_id()
    jobs.listen("l1")
    assert [job.args[0] for job in looks(jobs)] == ["l1"]


def looks(jobs: RqJobs) -> list[Job]:
    names = jobs.queues["rooms"].get_job_ids()
    return [Job.fetch(job, connection=jobs.connection, serializer=JSONSerializer) for job in names]


def test_a_job_is_handed_over_within_the_time_of_a_webhook_or_not_at_all(
    clock: SettableClock, new_id: Callable[[], str]
) -> None:
    nowhere = rq_jobs(floor_client("/nowhere/valkey.sock"), "main", clock=clock, new_id=new_id)
    nowhere.bring("CA1")
    nowhere.transfer("t1")
