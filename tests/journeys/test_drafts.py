"""A draft is heard on the test number alone; and a process that starts anew knows what its calls stand on."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from redis import Redis
from sqlalchemy import Engine

from engine.centre import Centre
from engine.first_release import see_to_first_release
from engine.simulated_centre import SimulatedCentre
from engine.web import web_on
from ivr.publishing.drafting import draft_flows
from ivr.publishing.publishing import Wish, publish
from ivr.publishing.shelf import FlowShelf
from simulator.sentences import Phone
from tests.house import demo_settings
from tests.journeys.test_publishing import MAIN, NEW, text
from tests.journeys.test_trouble import EMMA, MEHMET, STRANGER
from tests.shipped_centre import shipped_centre

TEST_NUMBER = "+908502220009"


class TriedCentre(SimulatedCentre):
    """The demo centre with a number for trying drafts."""

    def __init__(self, database_url: str, redis_url: str) -> None:
        self.files: Centre = _with_test_number(shipped_centre())
        super().__init__(demo_settings(database_url, redis_url), centre=self.files)
        public = self.voice.urls.public
        self.sim.own_number(TEST_NUMBER, f"{public}/voice/inbound", status_callback=f"{public}/voice/status")

    def wish(self) -> Wish:
        return Wish(author="ayse", note="", now=self.clock(), who="test:ayse")

    def starts_anew(self) -> None:
        """The web process is another one: what it knew is forgotten."""
        fresh = FlowShelf(self.files.flows, self.voice.database, self.clock)
        self.app.wsgi_app = web_on(replace(self.voice, flows=fresh)).wsgi_app  # type: ignore[method-assign]


def _with_test_number(centre: Centre) -> Centre:
    numbers = {**centre.flow_of_number, TEST_NUMBER: "main"}
    return replace(centre, flow_of_number=numbers, draft_numbers=frozenset({TEST_NUMBER}))


@pytest.fixture
def tried(database: Engine, database_url: str, redis: Redis, valkey_url: str) -> Iterator[TriedCentre]:
    centre = TriedCentre(database_url, valkey_url)
    centre.open()
    see_to_first_release(centre.voice.database, centre.files, centre.clock())
    publish(centre.voice.database, [text(MAIN)], print, centre.wish())
    centre.advance(2)
    yield centre
    centre.voice.database.dispose()


def phone(tried: TriedCentre, number: str = SimulatedCentre.number) -> Phone:
    return Phone(tried.sim, tried.advance, number=number)


def test_a_draft_is_heard_on_the_test_number_and_nowhere_else(tried: TriedCentre) -> None:
    draft_flows(tried.voice.database, [text(NEW)], tried.wish())
    tried.advance(1)
    phone(tried).call(STRANGER, name="Deniz").hears("Bahar geldi").never_hears("Yaz")
    phone(tried, TEST_NUMBER).call(MEHMET, name="Mehmet").hears("Yaz geldi")


def test_a_call_goes_on_as_it_began_when_the_process_starts_anew_after_a_publish(tried: TriedCentre) -> None:
    deniz = phone(tried).call(STRANGER, name="Deniz").hears("Bahar geldi").hears("basın")
    publish(tried.voice.database, [text(NEW)], print, tried.wish())
    tried.starts_anew()
    deniz.presses("1").hears("hatta kalın")
    phone(tried).call(EMMA, name="Emma").hears("Summer")
    [leg] = [leg for leg in tried.sim.legs() if leg.from_ == STRANGER]
    known = tried.voice.floor.call(leg.sid)
    assert known is not None and known.queue == "fatura"
