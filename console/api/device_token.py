"""What an agent's browser connects to us with."""

from pydantic import BaseModel, ConfigDict, Field

from callbacks.board import Board
from console.api.agents import agent_shown
from console.api.fields import Moment
from console.api.operation import Asked, Operation
from console.api.problem import Problem
from records.audit import append as append_audit
from records.database import writing
from telephony.device_token import TOKEN_LIFE, identity_of

NO_BROWSERS = (
    "Browsers cannot connect yet: set TWILIO_API_KEY_SID, TWILIO_API_KEY_SECRET and TWILIO_TWIML_APP_SID, "
    "and start again."
)


class DeviceTokenShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    token: str = Field(description="For `new Device(token)` of Twilio's Voice SDK; treat it as a password.")
    identity: str = Field(description="Whose browser Twilio will say it is.")
    expires_at: Moment = Field(description="Ask for the next one at `tokenWillExpire`; a call outlives its token.")


def post_device_token(board: Board, asked: Asked) -> DeviceTokenShown:
    """A fresh access token for one agent's browser, good for an hour. Who asked for it is audited.

    The browser takes an offer with `device.connect({params: {reservation: id}})`; nobody else's offer is given to it.
    """
    shown = agent_shown(board, asked.path["agent"])
    if board.devices is None:
        raise Problem(409, NO_BROWSERS)
    now = board.clock()
    with writing(board.database) as session:
        append_audit(session, asked.who.label, "device_token_made", f"agent:{shown.id}", {}, now)
    token = board.devices.token(shown.id, now=now)
    return DeviceTokenShown(token=token, identity=identity_of(shown.id), expires_at=now + TOKEN_LIFE)


OPERATIONS = (
    Operation(method="POST", path="/agents/{agent}/device-token", scope="presence:write",
              summary="Make a token for an agent's browser", does=post_device_token, answers=DeviceTokenShown,
              problems=(404, 409), kept=False),
)  # fmt: skip
