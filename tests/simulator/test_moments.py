"""Callers who hang up at the worst moment."""

import pytest

from tests.simulator.customer import AYSE, HOST, Customer, room


def journey(customer: Customer) -> None:
    """Mehmet waits; Ayşe is rung, presses 1 and joins the room; Mehmet is brought in."""

    def wait(form: dict[str, str]) -> str:
        if not customer.got("/agent") and len(customer.got("/wait")) == 1:
            customer.rings()
        return "<Say>Sıradasınız</Say><Pause length='3'/>"

    def join(form: dict[str, str]) -> str:
        if form["StatusCallbackEvent"] == "participant-join" and form["ParticipantLabel"] == "agent":
            queue = customer.rest.queues.list()[0]
            for waiting in queue.members.list():
                queue.members(waiting.call_sid).update(url=f"{HOST}/bring")
        return ""

    customer.says("/voice", "<Say>Hoş geldiniz</Say><Enqueue waitUrl='/wait'>q</Enqueue>")
    customer.says("/wait", wait)
    customer.says("/agent", '<Gather numDigits="1" action="/accept"><Say>A call</Say></Gather>')
    customer.says("/accept", room("agent", waitUrl=""))
    customer.says("/room", join)
    customer.says("/bring", room("caller", endConferenceOnExit="true"))
    customer.sim.person(AYSE, "Ayşe", answers_after=2, presses="1")


@pytest.mark.parametrize(
    ("moment", "last_seen"),
    [
        ("greeting", "/voice"),
        ("queued", "/voice"),
        ("agent_ringing", "/wait"),
        ("accepted", "/agent"),
        ("bridged", "/bring"),
        ("talking", "/bring"),
    ],
)
def test_a_caller_hangs_up_at_that_moment_and_not_before(customer: Customer, moment: str, last_seen: str) -> None:
    journey(customer)
    call = customer.call(hang_up_when=moment)
    customer.sim.advance(60)
    assert call.leg.ended_by == "person"
    seen = [each.path for each in customer.requests]
    order = ["/voice", "/wait", "/agent", "/bring"]
    assert last_seen in seen
    assert not {"/bring"} & set(seen) or last_seen == "/bring", order


def test_a_whole_call_reads_like_a_story(customer: Customer) -> None:
    journey(customer)
    call = customer.call({"hears": "hoş geldiniz"}, "joins", {"talks": 20}, "hangs_up")
    customer.sim.advance(60)
    assert not call.failures
    page = customer.page()
    story = [
        "Mehmet calls",
        "Mehmet hears “Hoş geldiniz”",
        "Ayşe rings",
        "Ayşe presses 1",
        "Mehmet joins room as caller",
    ]
    places = [page.index(sentence) for sentence in [*story, "Mehmet hangs up"]]
    assert places == sorted(places)
    assert max(len(line) for line in page.splitlines()) <= 104
