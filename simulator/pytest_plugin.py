"""For pytest: `pytest_plugins = ["simulator.pytest_plugin"]`, and tests say what callers go through.

    def test_sales_is_two(phone_for):
        phone = phone_for(my_flask_app, voice_url="/voice")
        phone.call("+905551112233").hears("welcome").presses("2").hears("sales").hangs_up()

`phone_for` takes a WSGI application and runs on virtual time. Your application's REST client reaches the simulated
Twilio through `phone.rest_session`, a requests session that answers for https://api.twilio.com.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import pytest
import requests

from simulator.account import Account
from simulator.clockwork.clock import VirtualClock
from simulator.rest.app import rest_app
from simulator.sentences import Phone
from simulator.simulator import Simulator
from simulator.switches import Switches
from simulator.wire.in_process import WsgiAdapter, wsgi_transport

APPLICATION = "http://application.test"
TWILIO = "https://api.twilio.com"
NUMBER = "+15005550006"


class ApplicationPhone(Phone):
    """A phone with a whole network of its own behind it."""

    def __init__(self, sim: Simulator) -> None:
        super().__init__(sim)
        self.rest_session = requests.Session()
        self.rest_session.mount(TWILIO, WsgiAdapter(rest_app(sim)))


@pytest.fixture
def phone_for() -> Callable[..., ApplicationPhone]:
    """A function: WSGI application → phone. See the module's docstring."""

    def connect(
        application: Any,
        *,
        voice_url: str = "/voice",
        number: str = NUMBER,
        account: Account | None = None,
        switches: Switches | None = None,
        seed: int = 0,
        **urls: str,
    ) -> ApplicationPhone:
        sim = Simulator(
            VirtualClock(),
            wsgi_transport(application),
            seed=seed,
            account=account or Account(),
            switches=switches or Switches(),
        )
        more = {name: urljoin(APPLICATION, url) for name, url in urls.items()}
        sim.own_number(number, urljoin(APPLICATION, voice_url), **more)
        return ApplicationPhone(sim)

    return connect
