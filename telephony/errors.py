"""What can go wrong on the way to the telephone network. The docstring is the message."""


class TelephonyError(Exception):
    """The telephone side failed."""

    def __init__(self, detail: str = "") -> None:
        self.detail = detail
        message = " ".join((type(self).__doc__ or "").split("\n\n")[0].split())
        super().__init__(f"{message} ({detail})" if detail else message)


class CallRefused(TelephonyError):
    """Twilio refused the request and will refuse it again.

    `code` is Twilio's error code (21211: the number is not one), `status` the HTTP status.
    """

    def __init__(self, detail: str = "", *, code: int, status: int) -> None:
        self.code = code
        self.status = status
        super().__init__(detail)


class TryLater(TelephonyError):
    """Twilio did not carry the request out and asks us to come back; repeating it is safe.

    `retry_after` is in seconds.
    """

    def __init__(self, detail: str = "", *, retry_after: float) -> None:
        self.retry_after = retry_after
        super().__init__(detail)


class OutcomeUnknown(TelephonyError):
    """Nobody can say whether Twilio carried the request out.

    A call may exist. It must not be created again before there is proof that it does not.
    """


class NotThere(TelephonyError):
    """The call, room or queue member is gone: it ended, or somebody else moved it."""

    def __init__(self, detail: str = "", *, code: int = 20404) -> None:
        self.code = code
        super().__init__(detail)


class AccountTrouble(TelephonyError):
    """The Twilio account does not let us in: credentials, permissions or a suspended account."""

    def __init__(self, detail: str = "", *, code: int) -> None:
        self.code = code
        super().__init__(detail)


class ForeignHost(TelephonyError):
    """A request was about to leave for another host than the configured Twilio API."""


class TwimlInvalid(TelephonyError):
    """A document cannot be said as valid TwiML."""


class PaceUnavailable(TelephonyError):
    """The shared pace of new calls cannot be read: Redis does not answer."""


class AttemptOpen(TelephonyError):
    """An attempt for this subject or this destination is still open."""


class AttemptUnknown(TelephonyError):
    """There is no attempt with this token."""
