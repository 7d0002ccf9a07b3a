"""The crisis switch: one request turns it on, one turns it off."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from callbacks.board import Board
from console.api.fields import Moment, Words
from console.api.hours import Calculable, SaidTwice
from console.api.operation import Asked, Operation
from console.api.page import Page
from console.api.problem import Problem, wrong
from console.wording import told
from hours.bilingual import Bilingual
from hours.crisis import Crisis, CrisisOrder, begin_crisis, crises_ever, crises_on, end_crises
from hours.errors import ExpiryPassed
from hours.region import Region, province_names
from ivr.publishing.present import present_release
from records.database import reading, writing


def _is_province(code: str) -> str:
    if code not in province_names():
        raise ValueError("A plate code from 01 to 81.")
    return code


Message = Annotated[Words, StringConstraints(min_length=1, max_length=600)]
Name = Annotated[Words, StringConstraints(min_length=1, max_length=40)]
Province = Annotated[str, AfterValidator(_is_province)]
Prefix = Annotated[str, StringConstraints(pattern=r"^\+[0-9]{1,15}$")]


class RegionSaid(BaseModel):
    """Nothing named is every caller. Only a land line tells its province; `unplaced` counts the others in as well."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)

    provinces: frozenset[Province] = frozenset()
    prefixes: tuple[Prefix, ...] = Field(default=(), description="How the caller's number begins: +90212.")
    numbers: frozenset[Prefix] = Field(default=frozenset(), description="Which of our numbers was called.")
    unplaced: bool = False


class CrisisWanted(BaseModel):
    """`hours` are overridden for `calendars`, or for all of them; callers are led into a flow, or wait in a queue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    message_tr: Message
    message_en: Message
    until: Calculable
    hours: Literal["as_usual", "closed", "open"] = "as_usual"
    calendars: frozenset[Name] = frozenset()
    overflow_queue: Name | None = None
    overflow_flow: Name | None = None
    region: RegionSaid = RegionSaid()


class CrisisShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: int
    message: SaidTwice
    hours: str
    calendars: frozenset[str]
    overflow_queue: str | None
    overflow_flow: str | None
    region: RegionSaid
    author: str
    began_at: Moment
    until: Moment
    ended_at: Moment | None
    ended_by: str | None
    on: bool = False


class CrisisQuery(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    past: bool = Field(False, description="Those that are over as well, at most 50.")


def list_crises(board: Board, asked: Asked) -> Page[CrisisShown]:
    """Those that are on, the newest first: of two that concern a call, the newer one holds."""
    query: CrisisQuery = asked.query
    return _listed(board, past=query.past)


def post_crisis(board: Board, asked: Asked) -> CrisisShown:
    """Turn it on: callers of the region hear the message first, from now on until then. Audited."""
    wanted: CrisisWanted = asked.body
    order = _order(wanted, author=asked.who.label)
    _exists(board, order)
    try:
        with writing(board.database) as session:
            crisis = begin_crisis(session, order, now=board.clock())
    except ExpiryPassed:
        raise wrong("until", "This lies in the past.", told=told("until_past", {})) from None
    board.hours.look_again()
    return _shown(board, crisis)


def delete_crises(board: Board, asked: Asked) -> Page[CrisisShown]:
    """Turn off every crisis that is on. Audited."""
    return _end(board, asked, None)


def delete_crisis(board: Board, asked: Asked) -> Page[CrisisShown]:
    """Turn off one crisis; answers those that are still on. Audited."""
    number = asked.path["crisis"]
    return _end(board, asked, int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0)


def _end(board: Board, asked: Asked, only: int | None) -> Page[CrisisShown]:
    with writing(board.database) as session:
        ended = end_crises(session, only, author=asked.who.label, now=board.clock())
    if not ended:
        raise Problem(409, "No such crisis is on.", told=told("no_crisis", {}))
    board.hours.look_again()
    return _listed(board, past=False)


def _listed(board: Board, *, past: bool) -> Page[CrisisShown]:
    with reading(board.database) as session:
        crises = crises_ever(session) if past else crises_on(session, board.clock())
    return Page(items=tuple(_shown(board, crisis) for crisis in crises))


def _order(wanted: CrisisWanted, *, author: str) -> CrisisOrder:
    return CrisisOrder(
        message=Bilingual(tr=wanted.message_tr, en=wanted.message_en), until=wanted.until, author=author,
        hours=wanted.hours, calendars=wanted.calendars, overflow_queue=wanted.overflow_queue,
        overflow_flow=wanted.overflow_flow, region=Region(**wanted.region.model_dump()),
    )  # fmt: skip


def _exists(board: Board, order: CrisisOrder) -> None:
    """What is not there would change nothing, and nobody would know."""
    if order.overflow_queue is not None and order.overflow_queue not in board.policy.queues:
        raise wrong("overflow_queue", f"There is no queue {order.overflow_queue}.")
    if strange := sorted(order.calendars - board.hours.names):
        raise wrong("calendars", f"There is no calendar {strange[0]}.")
    with reading(board.database) as session:
        flows = present_release(session).versions
    if order.overflow_flow is not None and flows and order.overflow_flow not in flows:
        raise wrong("overflow_flow", f"There is no flow {order.overflow_flow}.")


def _shown(board: Board, crisis: Crisis) -> CrisisShown:
    return CrisisShown.model_validate(crisis).model_copy(update={"on": crisis.lasts_at(board.clock())})


OPERATIONS = (
    Operation(method="GET", path="/crisis", scope="hours:read", summary="Say whether there is a crisis",
              does=list_crises, answers=Page[CrisisShown], query=CrisisQuery),
    Operation(method="POST", path="/crisis", scope="hours:write", summary="Turn the crisis switch on",
              does=post_crisis, answers=CrisisShown, body=CrisisWanted),
    Operation(method="DELETE", path="/crisis", scope="hours:write", summary="Turn the crisis switch off",
              does=delete_crises, answers=Page[CrisisShown], problems=(409,)),
    Operation(method="DELETE", path="/crisis/{crisis}", scope="hours:write", summary="Turn one crisis off",
              does=delete_crisis, answers=Page[CrisisShown], problems=(409,)),
)  # fmt: skip
