"""REST errors as Twilio answers them: an HTTP status and a code."""

from typing import Any


class RestError(Exception):
    """`code` is Twilio's; `status` the HTTP status it comes with."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message

    def as_json(self) -> dict[str, Any]:
        more = f"https://www.twilio.com/docs/errors/{self.code}"
        return {"code": self.code, "message": self.message, "more_info": more, "status": self.status}


def not_found(what: str) -> RestError:
    return RestError(404, 20404, f"The requested resource {what} was not found")


def bad_request(code: int, message: str) -> RestError:
    return RestError(400, code, message)
