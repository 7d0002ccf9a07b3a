"""On very long days what has been over for long is forgotten, and the network does not grow."""

from tests.simulator.customer import AYSE, CENTRE, Customer


def test_a_hundred_calls_later_nothing_of_the_first_is_kept() -> None:
    customer = Customer()
    customer.says(
        "/voice",
        '<Start><Stream url="wss://127.0.0.1/s" name="s"/></Start><Start><Transcription name="t"/></Start>'
        '<Record action="/talk" maxLength="3" transcribe="true"/>',
    )
    customer.says("/talk", '<Dial timeLimit="2"><Conference>r</Conference></Dial>')
    for _ in range(100):
        customer.call({"says": "merhaba"}, {"waits": 6}, "hangs_up")
        customer.rest.messages.create(to=AYSE, from_=CENTRE, body="merhaba")
        customer.sim.advance(900)
        customer.sim.forget_what_is_over(600)
    x = customer.sim.exchange
    kept = (x.legs, x.rooms, x.callers, x.recordings, x.transcriptions, x.live_transcriptions, x.streams, x.messages)
    assert [len(each) for each in kept] == [0] * len(kept)
    assert len(x.notifications) < 10
    assert len(customer.of("webhook")) < 10


def test_callers_whom_nobody_remembers_give_way_to_others_with_names_of_their_own(customer: Customer) -> None:
    customer.says("/voice", "<Pause length='60'/><Say>x</Say>")
    short, long = customer.call({"waits": 1}, "hangs_up"), customer.call({"waits": 50})
    customer.sim.advance(20)
    customer.sim.forget_what_is_over(0)
    again = customer.call()
    assert len({short.id, long.id, again.id}) == 3
