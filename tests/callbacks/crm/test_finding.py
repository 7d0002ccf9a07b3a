"""The CRM is asked beside the call: it may be slow, dead or wrong, and no caller is the worse for it."""

import time
from dataclasses import dataclass, field, replace

import pytest

from callbacks.crm.crm import Crm, CrmOwner
from callbacks.crm.finding import Found, ask_crm, find_owner
from callbacks.crm.line import CrmLine
from callbacks.crm.shelf import CrmShelf
from callbacks.crm.whose import agent_meant
from callbacks.dips.host import Host
from callbacks.outside.exchange import Exchange
from callbacks.outside.outside import Outside
from records.database import writing
from staff.agent import Agent
from tests.callbacks.crm.system import answering
from tests.console.conftest import board, care, policy  # noqa: F401  # fixtures

PHONE = "+905321234567"
AYSE = CrmOwner(id="ayse", case="4812")


@dataclass
class Jobs:
    asked: list[str] = field(default_factory=list)

    def ask_crm(self, question: str) -> None:
        self.asked.append(question)


@pytest.fixture
def system():
    with answering() as running:
        running.body = b'{"owner": "ayse", "case": "4812"}'
        yield running


@pytest.fixture
def house(board, redis, system):  # noqa: F811
    exchange = Exchange(hosts={system.host: Host(private=True, secret="Bearer hush")})
    crm = Crm(kind="webhook", url=f"http://{system.host}/owner", exchange=exchange, fresh_seconds=60)
    line = CrmLine(crm=crm, shelf=CrmShelf(redis, "centre", b"secret"))
    return replace(board, jobs=Jobs(), outside=Outside(crm=line))


def worked(house):
    """The worker has done what it was asked."""
    while house.jobs.asked:
        ask_crm(house, house.jobs.asked.pop(0))


def test_the_answer_is_there_for_the_next_look_and_kept_a_while(house, system, clock):
    assert find_owner(house, PHONE) is None
    worked(house)
    clock.advance(5)
    assert find_owner(house, PHONE) == Found(owner=AYSE, age_seconds=5)
    clock.advance(50)
    assert find_owner(house, PHONE) == Found(owner=AYSE, age_seconds=55)
    assert system.asked[0].headers["authorization"] == "Bearer hush"
    assert len(system.asked) == 1


def test_what_is_asked_already_is_asked_once(house, system):
    for _ in range(3):
        find_owner(house, PHONE)
    assert len(house.jobs.asked) == 1


def test_an_old_answer_is_used_while_a_new_one_is_on_its_way_and_for_a_day_at_most(house, system, clock):
    find_owner(house, PHONE)
    worked(house)
    system.body = b'{"owner": "burak"}'
    clock.advance(3_600)
    assert find_owner(house, PHONE) == Found(owner=AYSE, age_seconds=3_600)
    worked(house)
    assert find_owner(house, PHONE).owner == CrmOwner(id="burak")
    clock.advance(86_400)
    assert find_owner(house, PHONE) is None


def test_that_nobody_is_known_is_an_answer_too(house, system):
    system.status = 404
    find_owner(house, PHONE)
    worked(house)
    assert find_owner(house, PHONE) == Found(owner=None, age_seconds=0)
    assert house.jobs.asked == []


def test_no_number_stands_in_redis_once_it_was_answered(house, system, redis):
    find_owner(house, PHONE)
    worked(house)
    left = {key: redis.get(key) for key in redis.keys("*crm*")}
    assert left and "532123" not in str(left)


def test_a_number_nobody_asked_about_in_time_does_not_lie_about(house, redis):
    find_owner(house, PHONE)
    (key,) = redis.keys("*crm:ask:*")
    assert redis.get(key) == PHONE and 0 < redis.ttl(key) <= 30
    redis.delete(key)
    worked(house)
    assert find_owner(house, PHONE) is None


@pytest.mark.parametrize("body", [b'{"records": [{"Owner": "x"}]}', b'{"records": [[]]}'])
def test_an_answer_of_a_shape_nobody_expected_is_a_failure_like_any_other(house, system, body):
    system.body = body
    line = house.outside.crm
    crm = replace(line.crm, kind="salesforce", url=f"http://{system.host}")
    house = replace(house, outside=Outside(crm=replace(line, crm=crm)))
    find_owner(house, PHONE)
    worked(house)
    assert find_owner(house, PHONE) is None


def test_a_crm_that_fails_is_left_alone_longer_and_longer_until_it_answers(house, system, clock):
    system.status = 500
    for _ in range(3):
        find_owner(house, PHONE)
        worked(house)
    assert len(system.asked) == 3
    find_owner(house, PHONE)
    find_owner(house, "+905321234568")
    assert house.jobs.asked == []
    clock.advance(6)
    find_owner(house, PHONE)
    worked(house)
    clock.advance(6)
    find_owner(house, PHONE)
    assert house.jobs.asked == []
    clock.advance(5)
    system.status = 200
    find_owner(house, PHONE)
    worked(house)
    assert find_owner(house, PHONE).owner == AYSE
    find_owner(house, "+905321234568")
    assert len(house.jobs.asked) == 1


def test_a_crm_that_asks_for_rest_gets_it_at_once_and_an_old_answer_stays(house, system, clock):
    find_owner(house, PHONE)
    worked(house)
    clock.advance(120)
    system.status, system.headers = 429, {"Retry-After": "30"}
    find_owner(house, PHONE)
    worked(house)
    assert find_owner(house, PHONE) == Found(owner=AYSE, age_seconds=120)
    clock.advance(28)
    find_owner(house, PHONE)
    assert house.jobs.asked == []
    clock.advance(3)
    find_owner(house, PHONE)
    assert len(house.jobs.asked) == 1


def waiting(house, pause):
    return replace(house, outside=Outside(crm=replace(house.outside.crm, pause=pause)))


def test_a_call_waits_a_moment_for_an_answer_that_is_on_its_way(house, system):
    asked = waiting(house, lambda seconds: worked(house))
    assert find_owner(asked, PHONE) == Found(owner=AYSE, age_seconds=0)


def test_a_call_never_waits_longer_than_its_budget(house, system, clock):
    naps = []

    def nap(seconds):
        naps.append(seconds)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            pass

    began = time.monotonic()
    assert find_owner(waiting(house, nap), PHONE) is None
    assert 0 < sum(naps) <= 0.3
    assert time.monotonic() - began < 3
    naps.clear()
    clock.advance(0.4)
    assert find_owner(waiting(house, nap), PHONE) is None
    assert naps == []


def test_without_redis_nothing_is_known_and_nothing_breaks(house, redis):
    from redis import Redis

    away = CrmShelf(Redis.from_url("redis://127.0.0.1:1", decode_responses=True), "centre", b"secret")
    line = replace(house.outside.crm, shelf=away)
    house = replace(house, outside=Outside(crm=line))
    find_owner(house, PHONE)
    assert find_owner(house, PHONE) is None


def test_what_stands_spoilt_in_redis_is_as_if_it_stood_nowhere(house, redis):
    find_owner(house, PHONE)
    (key,) = [key for key in redis.keys("*crm:*") if ":ask:" not in key]
    for spoilt in ("x", "[]", '{"asked_at": "soon"}', '{"owner": {"x": 1}}', '{"answered_at": 1e99}'):
        redis.set(key, spoilt)
        assert find_owner(house, PHONE) is None


@pytest.mark.parametrize(
    ("owner", "meant"),
    [
        (CrmOwner(id="ayse"), "ayse"),
        (CrmOwner(id="35436"), "burak"),
        (CrmOwner(id="7", email="AYSE@example.com"), "ayse"),
        (CrmOwner(id="9", email="Outsourced@example.com"), "burak"),
        (CrmOwner(id="zeki"), None),
        (CrmOwner(id="8", email="zeki@example.com"), None),
        (CrmOwner(id="", email=""), None),
    ],
)
def test_the_crms_people_are_found_among_ours_by_list_e_mail_or_id(database, owner, meant):
    with writing(database) as session:
        session.add_all([
            Agent(id="ayse", name="Ayşe", email="ayse@example.com", languages=["tr"], skills={}),
            Agent(id="burak", name="Burak", languages=["tr"], skills={}),
            Agent(id="zeki", name="Zeki", email="zeki@example.com", languages=["tr"], skills={}, active=False),
        ])  # fmt: skip
        session.flush()
        assert agent_meant(session, owner, {"35436": "burak", "outsourced@example.com": "burak"}) == meant
