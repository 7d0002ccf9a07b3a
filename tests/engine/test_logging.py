import json
import logging

import pytest
import structlog

from tests.log_lines import log_lines


@pytest.fixture
def lines():
    with log_lines() as written:
        yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.parametrize(
    ("written", "logged"),
    [
        ("from +905321234567 to 112", "from +90*****67 to 112"),
        ("/calls?From=%2B905321234567&x=1", "/calls?From=%2B90*****67&x=1"),
        ("sip:+905321234567@example.com", "sip:+90*****67@example.com"),
        ("05321234567", "053*****67"),
        ("CA0532123456705321234567053212345670", "CA0532123456705321234567053212345670"),
        ("took 0.012345678901 s at 1795590000000", "took 0.012345678901 s at 1795590000000"),
    ],
)
def test_phone_numbers_are_masked_and_nothing_else(lines, written, logged):
    structlog.get_logger("ivr").info("call arrived", about=written, also=[{"deep": written}])
    [line] = lines()
    assert (line["about"], line["also"]) == (logged, [{"deep": logged}])


def test_a_number_in_a_traceback_is_masked(lines):
    try:
        raise ValueError("no such number +905321234567")
    except ValueError:
        structlog.get_logger("ivr").exception("call failed")
    [line] = lines()
    assert "+90*****67" in line["exception"]
    assert "+905321234567" not in line["exception"]


def test_what_is_filed_under_a_secret_name_is_hidden(lines):
    structlog.get_logger("ivr").info("asked", digits="1234", form={"AuthToken": "x", "CallSid": "CA1"})
    [line] = lines()
    assert (line["digits"], line["form"]) == ("****", {"AuthToken": "****", "CallSid": "CA1"})


def test_other_peoples_loggers_say_it_in_json_too(lines):
    logging.getLogger("rq.worker").warning("dialling %s", "+905321234567")
    [line] = lines()
    assert (line["event"], line["logger"], line["level"]) == ("dialling +90*****67", "rq.worker", "warning")
