"""What browsers connect with: whose they are, for how long, and what an agent's id becomes at Twilio."""

from datetime import timedelta

import jwt
import pytest

from telephony.device_token import DeviceTokens, identity_of, is_device_of
from tests.conftest import SettableClock

SECRET = "of-the-key-and-long-enough-to-sign-with"
TOKENS = DeviceTokens(account_sid="AC1", key_sid="SK1", key_secret=SECRET, application="AP1")


def test_a_token_names_the_agent_the_application_and_its_end(clock: SettableClock) -> None:
    token = TOKENS.token("ayse", now=clock())
    told = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_exp": False})
    assert (told["iss"], told["sub"], told["grants"]["identity"]) == ("SK1", "AC1", "ayse")
    assert told["grants"]["voice"]["outgoing"] == {"application_sid": "AP1"}
    assert told["exp"] == (clock() + timedelta(hours=1)).timestamp() and "nbf" not in told


def test_its_secret_is_not_shown() -> None:
    assert SECRET not in repr(TOKENS)


@pytest.mark.parametrize(
    ("agent", "identity"),
    [("ayse", "ayse"), ("a_b", "a_b"), ("ayse.demir@x", "ayse_2Edemir_40x"), ("Işıl", "I_C5_9F_C4_B1l")],
)
def test_an_id_becomes_a_name_twilio_takes(agent: str, identity: str) -> None:
    assert identity_of(agent) == identity
    assert is_device_of(agent, f"client:{identity}")


@pytest.mark.parametrize(
    "address", ["", "ayse", "client:", "client:burak", "client:ayse2", "+905550000001", "sip:ayse@x"]
)
def test_another_address_is_not_the_agents_browser(address: str) -> None:
    assert not is_device_of("ayse", address)
