"""What goes wrong with browser clients, with the codes Twilio's Voice SDK shows."""


class DeviceError(ValueError):
    """A browser client that may not or cannot do what it was told. `code` is Twilio's; the message says why."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(f"{code} {message}")
        self.code = code
        self.message = message


INVALID_TOKEN = 20101
INVALID_HEADER = 20102
INVALID_ISSUER = 20103
EXPIRED = 20104
NOT_YET_VALID = 20105
INVALID_GRANTS = 20106
INVALID_SIGNATURE = 20107
LIVES_TOO_LONG = 20157
FORBIDDEN = 20160
NOT_ALLOWED = 31204
"""The SDK's own: this token does not allow what was asked of it."""
INVALID_STATE = 31000
