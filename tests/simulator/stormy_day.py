"""A stormy day on the simulated network, drawn from a seed: every verb and every REST operation at any moment.

    python -m tests.simulator.stormy_day SEED STEPS

prints its trace as JSON. What must be true at every moment is asked after each step.
"""

import json
import random
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import requests
from twilio.base.exceptions import TwilioRestException

from simulator import Switches
from simulator.devices.errors import DeviceError
from simulator.people.handset import HandsetError
from simulator.people.line import press_key
from tests.simulator.customer import CENTRE, HOST, Customer
from tests.simulator.good_order import disorder, leftovers
from tests.simulator.stormy_words import HANDS, ROOMS, Words

T = TypeVar("T")
NOBODY = "CA" + "0" * 32
FAULTS = (
    *("callback_lost", "callback_doubled", "callback_swapped", "callback_delayed", "webhook_doubled", "webhook_slow"),
    *("webhook_answer_lost", "webhook_swapped", "webhook_delayed", "create_then_500", "queue_full", "rest_slow"),
)
RINGS: tuple[dict[str, Any], ...] = (
    *({"answers_after": 1, "hangs_up_after": 5}, {"answers_after": 2, "presses": "1"}, {"busy": True}),
    *({"declines": 2}, {"never_answers": True}, {"voicemail": "Mesaj bırakın"}, {"fax": True}, {"says_nothing": True}),
)
STEPS: tuple[Any, ...] = (
    *({"hears": "bas"}, {"presses": "1"}, {"says": "evet evet"}, {"joins": True, "within": 20}, {"talks": 4}),
    *({"waits": 3}, "hangs_up"),
)
MOMENTS = (None, None, None, "greeting", "queued", "bridged")
AMD: tuple[dict[str, Any], ...] = (
    *({}, {}, {"machine_detection": "Enable"}),
    {"machine_detection": "DetectMessageEnd", "async_amd": "true", "async_amd_status_callback": f"{HOST}/amd"},
)


class Storm:
    """`customer.sim` has everything that happened."""

    def __init__(self, seed: int) -> None:
        self.lot = random.Random(seed)
        self.customer = Customer(seed=seed, switches=Switches(calls_per_second=5.0))
        self.sim, self.rest = self.customer.sim, self.customer.rest
        Words(self.customer, self.lot)
        for number in HANDS:
            self.sim.person(number, number, rings=[self.lot.choice(RINGS) for _ in range(20)])
        self.sim.browser_agent("ayse", answers_after=1, hangs_up_after=6)
        for kind in FAULTS if self.lot.random() < 0.5 else ():
            self.customer.fault(kind, times=1000, chance=0.03, seconds=2)
        self.deeds: tuple[Callable[[], object], ...] = (
            *(self.call, self.call, self.call, self.ring, self.ring, self.change_call, self.change_call),
            *(self.change_room, self.dial_in, self.change_participant, self.change_participant, self.claim),
            *(self.tape, self.tape, self.write, self.press, self.look, self.at_the_browser, self.in_the_hand),
        )

    def rages(self, steps: int) -> None:
        """Raises AssertionError at the first contradiction."""
        for step in range(steps):
            try:
                self.lot.choice(self.deeds)()
            except (TwilioRestException, DeviceError, HandsetError, requests.ReadTimeout) as error:
                assert not _is_our_fault(error, self.customer), error
            self.sim.advance(self.lot.choice((0, 0, 0.05, 0.1, 0.3, 0.5, 1, 2, 4)))
            assert not (wrong := disorder(self.sim)), (step, wrong)

    def calms(self) -> list[str]:
        """Everybody hangs up; returns what is left."""
        self.sim.no_faults()
        self.sim.exchange.handsets.clear()
        for _ in range(50):
            for leg in self.sim.live_legs():
                self.end(leg.sid)
            self.sim.advance(60)
        return disorder(self.sim) + leftovers(self.sim)

    def end(self, sid: str) -> None:
        try:
            self.rest.calls(sid).update(status="completed")
        except TwilioRestException as error:
            assert error.code == 21220  # one hung up because another did

    def some(self, among: Iterable[T], nothing: T) -> T:
        return self.lot.choice(list(among) or [nothing])

    def leg(self) -> str:
        return self.some((leg.sid for leg in self.sim.live_legs()), NOBODY)

    def room(self) -> str:
        return self.some((room.sid for room in self.sim.exchange.rooms.values()), "CF" + "0" * 32)

    def call(self) -> None:
        steps, number = self.lot.sample(STEPS, self.lot.randint(0, 5)), f"+9055{self.lot.randrange(10**8):08}"
        self.sim.place_call(number, CENTRE, steps, name="arayan", hang_up_when=self.lot.choice(MOMENTS))

    def ring(self) -> None:
        to = self.lot.choice([*HANDS, "client:ayse", CENTRE, "sip:k@l"])
        self.customer.rings(to, record=self.lot.random() < 0.3, timeout=5, **self.lot.choice(AMD))

    def change_call(self) -> None:
        ways: tuple[dict[str, Any], ...] = (
            *({"url": f"{HOST}/next"}, {"url": f"{HOST}/next"}, {"status": "completed"}, {"status": "canceled"}),
            *({"twiml": '<Response><Pause length="3"/></Response>'}, {"time_limit": 5}),
        )
        self.rest.calls(self.leg()).update(**self.lot.choice(ways))

    def change_room(self) -> None:
        ways = ({"status": "completed"}, {"announce_url": f"{HOST}/announce"})
        self.rest.conferences(self.room()).update(**self.lot.choice(ways))

    def dial_in(self) -> None:
        perhaps = {key: self.lot.random() < 0.4 for key in ("end_conference_on_exit", "early_media", "record", "muted")}
        recorded = self.lot.choice(("true", "false"))
        self.rest.conferences(self.lot.choice(ROOMS)).participants.create(
            from_=CENTRE,
            to=self.lot.choice([*HANDS, "client:ayse"]),
            label=self.lot.choice(("", "x", "y")),
            wait_url=f"{HOST}/roomwait",
            conference_record=recorded,
            **perhaps,
        )

    def change_participant(self) -> None:
        room = self.sim.exchange.rooms.get(self.room())
        sid = self.some((one.leg.sid for one in room.participants) if room else (), NOBODY)
        one = self.rest.conferences(room.sid if room else "x").participants(sid)
        yes = self.lot.random() < 0.5
        ways: tuple[Callable[[], object], ...] = (
            one.delete,
            lambda: one.update(hold=yes, hold_url=f"{HOST}/hold"),
            lambda: one.update(muted=yes),
            lambda: one.update(announce_url=f"{HOST}/announce"),
            lambda: one.update(coaching=True, call_sid_to_coach=self.leg()),
            lambda: one.update(coaching=False),
            lambda: one.update(end_conference_on_exit=yes),
        )
        self.lot.choice(ways)()

    def claim(self) -> None:
        for queue in self.rest.queues.list():
            ways: tuple[Callable[[], object], ...] = (
                lambda sid=queue.sid: self.rest.queues(sid).members("Front").update(url=f"{HOST}/next"),  # type: ignore[misc]
                lambda sid=queue.sid: self.rest.queues(sid).members(self.leg()).update(url=f"{HOST}/next"),  # type: ignore[misc]
                lambda one=queue: one.update(max_size=self.lot.choice((1, 5000))),  # type: ignore[misc]
                queue.delete,
            )
            self.lot.choice(ways)()

    def tape(self) -> None:
        status = self.lot.choice(("paused", "in-progress", "stopped"))
        call, room = self.rest.calls(self.leg()), self.rest.conferences(self.room())
        ways: tuple[Callable[[], object], ...] = (
            lambda: call.recordings.create(recording_status_callback=f"{HOST}/tape"),
            lambda: call.recordings("Twilio.CURRENT").update(status=status),
            lambda: room.recordings("Twilio.CURRENT").update(status=status),
            lambda: self.rest.recordings(self.some(self.sim.exchange.recordings, "RE" + "0" * 32)).delete(),
            lambda: call.transcriptions.create(name=self.lot.choice("abc")),
            lambda: call.streams.create(url="wss://127.0.0.1/x", name=self.lot.choice("abc")),
        )
        self.lot.choice(ways)()

    def write(self) -> None:
        self.rest.messages.create(to=self.lot.choice(HANDS), from_=CENTRE, body="x")
        self.sim.text(self.lot.choice(HANDS), CENTRE, self.lot.choice(("STOP", "START", "a")))

    def press(self) -> None:
        for leg in self.sim.live_legs():
            press_key(self.sim.exchange, leg, self.lot.choice("123*#"))

    def look(self) -> None:
        self.rest.calls.list(limit=5)
        self.rest.conferences.list(limit=5)

    def at_the_browser(self) -> None:
        deed = self.lot.choice(("disconnect", "accept", "reject", "ignore"))
        getattr(self.sim.exchange.devices[0], deed)()

    def in_the_hand(self) -> None:
        deed = self.lot.choice(("answer", "reject", "busy", "hang_up", "drop", "put_back", "ignore"))
        getattr(self.sim.take(self.lot.choice(HANDS[:2])), deed)()


def _is_our_fault(error: Exception, customer: Customer) -> bool:
    """A 500 nobody ordered. What is refused, or makes no sense just now, belongs to the weather."""
    ordered = any(entry.text.startswith("create_then_500") for entry in customer.of("fault"))
    return isinstance(error, TwilioRestException) and error.status >= 500 and not ordered


if __name__ == "__main__":
    storm = Storm(int(sys.argv[1]))
    storm.rages(int(sys.argv[2]))
    json.dump([entry.as_json() for entry in storm.sim.trace], sys.stdout, ensure_ascii=False, indent=0)
