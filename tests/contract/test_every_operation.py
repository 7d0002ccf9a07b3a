"""Twilio's own client drives every operation of the simulator; requests and answers are held against its definitions.

The check itself stands between client and simulator (see `passing.py`) and speaks up when the test ends.
"""

from collections.abc import Iterator

import pytest

from simulator import Simulator, VirtualClock, rest_app
from simulator.rest.app import VERSION
from simulator.wire.in_process import wsgi_transport
from tests.contract.definition import twilio
from tests.contract.driving import DRIVES, Drive, attributes, ready, unread_dates
from tests.contract.passing import SEEN

REFUSED = {"CreateAccount", "CreateSiprec", "UpdateSiprec"}
"""Offered only to be refused."""


@pytest.mark.parametrize("asks", DRIVES, ids=lambda one: one.__name__)
def test_what_the_simulator_answers_is_what_twilio_defines(asks: Drive) -> None:
    found = asks(ready())
    assert [name for name, _ in attributes(found)] != []
    assert unread_dates(found) == []


def offered() -> Iterator[str]:
    """The operations of Twilio's that the simulator has a route for (sound files are no operations)."""
    app = rest_app(Simulator(VirtualClock(), wsgi_transport(lambda environ, start: [])))
    known = twilio()
    for rule in app.url_map.iter_rules():
        if known is None or not rule.rule.startswith(VERSION) or not rule.rule.endswith(".json"):
            continue
        path = rule.rule.replace("<", "").replace(">", "")
        for method in sorted((rule.methods or set()) & {"GET", "POST", "DELETE"}):
            operation = known.find(method, path)
            assert operation is not None, f"{method} {rule.rule} is no operation of Twilio's"
            yield operation[0].name


def test_every_operation_of_the_simulator_is_driven() -> None:
    SEEN.clear()
    for asks in DRIVES:
        asks(ready())
    assert set(offered()) - SEEN - REFUSED == set()
