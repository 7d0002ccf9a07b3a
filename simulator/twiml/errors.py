"""What can be wrong with a document. The code is Twilio's."""


class TwimlError(Exception):
    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}")
        self.code = code
        self.reason = reason
