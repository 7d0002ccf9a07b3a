"""What can keep a letter from leaving. The docstring is the message."""


class MailTrouble(Exception):
    """The mail server did not take the letter."""

    def __init__(self, detail: str = "") -> None:
        message = " ".join((type(self).__doc__ or "").split("\n\n")[0].split())
        super().__init__(f"{message} ({detail})" if detail else message)


class MailRefused(MailTrouble):
    """The mail server refused this letter, and will refuse it again.

    `code` is SMTP's: 550 where there is no such mailbox.
    """

    def __init__(self, detail: str = "", *, code: int) -> None:
        self.code = code
        super().__init__(detail)


class MailLater(MailTrouble):
    """The mail server certainly did not take the letter, and may take it later.

    `retry_after` is in seconds.
    """

    def __init__(self, detail: str = "", *, retry_after: float) -> None:
        self.retry_after = retry_after
        super().__init__(detail)


class MailUnknown(MailTrouble):
    """The letter was handed over and nobody can say whether the mail server took it."""
