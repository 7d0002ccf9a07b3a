"""The texts of recordings over REST."""

from typing import Any

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.simulator.customer import Customer

WORDS = "Please call me back tomorrow morning"


@pytest.fixture
def message(customer: Customer) -> Any:
    customer.says("/voice", '<Record action="/recorded" timeout="3" transcribe="true"/>')
    call = customer.call({"says": WORDS}, "hangs_up")
    customer.sim.advance(4)
    return call.leg.recordings[0]


def test_a_text_is_in_progress_and_then_there(customer: Customer, message: Any) -> None:
    (text,) = customer.rest.transcriptions.list()
    assert (text.status, text.transcription_text, text.recording_sid) == ("in-progress", None, message.sid)
    customer.sim.advance(10)
    done = customer.rest.transcriptions(text.sid).fetch()
    assert (done.status, done.transcription_text, done.type, done.duration) == ("completed", WORDS, "fast", "3")


def test_the_texts_of_one_recording_are_found_and_deleted_under_it(customer: Customer, message: Any) -> None:
    texts = customer.rest.recordings(message.sid).transcriptions
    (text,) = texts.list()
    assert texts(text.sid).fetch().recording_sid == message.sid
    assert texts(text.sid).delete()
    assert customer.rest.transcriptions.list() == []


def test_a_text_can_be_deleted_by_itself(customer: Customer, message: Any) -> None:
    (text,) = customer.rest.transcriptions.list()
    assert customer.rest.transcriptions(text.sid).delete()
    with pytest.raises(TwilioRestException) as refused:
        customer.rest.transcriptions(text.sid).fetch()
    assert (refused.value.status, refused.value.code) == (404, 20404)
