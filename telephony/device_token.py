"""What lets an agent's browser connect to us over Twilio: a signed access token with a short life."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

TOKEN_LIFE: Final = timedelta(hours=1)
"""A browser is told ten seconds before the end and asks for the next one; Twilio takes no more than 24 hours."""
CLIENT: Final = "client:"
_SPECIAL: Final = re.compile(r"[^A-Za-z0-9_]")


@dataclass(frozen=True, kw_only=True)
class DeviceTokens:
    """Makes the tokens of one account's browsers. `application` is the TwiML app whose voice URL is `/voice/desk`."""

    account_sid: str
    key_sid: str
    key_secret: str = field(repr=False)
    application: str

    def token(self, agent_id: str, *, now: datetime) -> str:
        """For one agent's browser, good for TOKEN_LIFE from now.

        It says nothing of when it begins, so that a clock a little ahead of Twilio's makes no token too young.
        """
        made = AccessToken(
            self.account_sid,
            self.key_sid,
            self.key_secret,
            identity=identity_of(agent_id),
            nbf=None,
            valid_until=int((now + TOKEN_LIFE).timestamp()),
        )
        made.add_grant(VoiceGrant(incoming_allow=True, outgoing_application_sid=self.application))
        return str(made.to_jwt())


def identity_of(agent_id: str) -> str:
    """The name of an agent's browser at Twilio, which takes letters, digits and underscores; all else as `_2E`."""
    return _SPECIAL.sub(lambda found: "".join(f"_{byte:02X}" for byte in found[0].encode()), agent_id)


def is_device_of(agent_id: str, address: str) -> bool:
    """Whether a leg from this address (`client:…`) is this agent's browser."""
    return address in (CLIENT + identity_of(agent_id), CLIENT + agent_id)
