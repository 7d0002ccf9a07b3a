"""What the API says when it cannot do what was asked: RFC 9457 problem details."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field

from cases.errors import Outdated
from console.wording import Told, told

MEANINGS: Mapping[int, str] = MappingProxyType({
    400: "The request cannot be read",
    401: "A valid API key is needed",
    403: "The key's role may not do this",
    404: "There is no such thing",
    405: "This cannot be done here",
    409: "The present state does not allow this",
    413: "The request is too long",
    415: "The body must be JSON",
    422: "Something in the request is wrong",
    500: "Something went wrong on our side",
    503: "A store we need does not answer",
})  # fmt: skip


class Fault(BaseModel):
    """One field that is wrong, and how. `field` is a dotted path: a body field, or a query or path parameter."""

    model_config = ConfigDict(frozen=True)

    field: str
    detail: str


class ProblemDetails(BaseModel):
    """Every answer with a status of 400 or more."""

    model_config = ConfigDict(frozen=True)

    type: str = Field(description="Names the kind of problem; documented under /api/docs.")
    title: str = Field(description="What the status means, as HTTP has it: Not Found.")
    status: int
    detail: str = Field(description="What is wrong with this request, in a sentence.")
    errors: tuple[Fault, ...] = ()
    told: Told = Field(description="The same for people, in both languages.")


class Problem(Exception):
    """Raised by whoever knows what is wrong; the edge renders it. `retry_after` is in seconds."""

    def __init__(
        self, status: int, detail: str, faults: Sequence[Fault] = (), *, retry_after: int | None = None,
        told: Told | None = None,
    ) -> None:  # fmt: skip
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = tuple(faults)
        self.retry_after = retry_after
        self.told = told

    @property
    def details(self) -> ProblemDetails:
        return ProblemDetails(
            type=f"/api/docs#problem-{self.status}",
            title=HTTPStatus(self.status).phrase,
            status=self.status,
            detail=self.detail,
            errors=self.faults,
            told=self.told or self._meaning(),
        )

    def _meaning(self) -> Told:
        """For people, where nobody worded this very problem: what such a status means."""
        usual = 400 if self.status < 500 else 500
        return told(f"problem_{self.status if self.status in MEANINGS else usual}", {"detail": self.detail})


def outdated(trouble: Outdated) -> Problem:
    fault = Fault(field="version", detail=f"It is {trouble.version} now.")
    return Problem(409, str(trouble), [fault], told=told("changed_meanwhile", {}))


def unknown(what: str, name: str) -> Problem:
    return Problem(404, f"There is no {what} {name}.")


def wrong(field: str, detail: str, *, told: Told | None = None) -> Problem:
    return Problem(422, f"{field}: {detail}", [Fault(field=field, detail=detail)], told=told)
