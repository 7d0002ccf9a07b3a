"""Leaving a recording."""

from tests.simulator.customer import Customer

RECORD = '<Record action="/recorded" timeout="3" maxLength="60"/>'


def test_a_key_ends_the_recording(customer: Customer) -> None:
    customer.says("/voice", RECORD)
    customer.call({"says": "Beni arayın lütfen"}, {"presses": "#"})
    customer.sim.advance(30)
    done = customer.got("/recorded")[0]
    assert done["Digits"] == "#"
    assert done["RecordingUrl"].startswith("https://")
    assert int(done["RecordingDuration"]) >= 1


def test_hanging_up_ends_it_too_and_is_still_told(customer: Customer) -> None:
    customer.says("/voice", RECORD)
    customer.call({"waits": 2}, "hangs_up")
    customer.sim.advance(30)
    assert customer.told("Digits", "/recorded") == ["hangup"]


def test_silence_ends_it(customer: Customer) -> None:
    customer.says("/voice", RECORD)
    customer.call()
    customer.sim.advance(30)
    assert customer.told("Digits", "/recorded") == [""]
