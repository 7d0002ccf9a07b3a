"""A colleague is asked into a conversation; agent and colleague say at their desks what is to happen."""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from console.api.escalation_refused import refused_as
from console.api.fields import Words
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery, cursor_at
from console.api.problem import Problem, unknown, wrong
from console.api.reservations import ReservationShown, reservation_shown
from console.api.transfer_shown import TransferShown, TransferWhole, transfer_whole
from console.wording import told
from escalations.board import EscalationBoard
from escalations.errors import EscalationRefused, NoSuchLine
from escalations.rota import on_duty
from escalations.transfer.asking import Ask, ask_transfer
from escalations.transfer.floor_name import is_transfer
from escalations.transfer.later import colleague_can_later
from escalations.transfer.transfer import Kind, Transfer, transfers_listed
from escalations.transfer.wanted_lines import lines_wanted
from escalations.transfer.wishing import Wish, Wisher, wish
from records.database import reading
from staff.agent import agent

Name = Annotated[Words, StringConstraints(min_length=1, max_length=64)]


LEVEL_OF: Final[Mapping[str, int]] = {"peer": 1, "supervisor": 2}
"""The step of the ladder whose people are asked where nobody is named."""


class TransferWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    call: Name = Field(description="The conversation: the caller's call, or the name of a callback on the floor.")
    kind: Kind = Field(
        "supervisor",
        description="supervisor and peer come to the customer; of consult the agent asks and goes on; of hand_over who "
        "accepts owns the case once the agent has left; expert is somebody outside, by telephone.",
    )
    wanted: Annotated[tuple[Name, ...], Field(max_length=20)] = Field(
        (),
        description="Agents, in the order in which they are asked; for a supervisor or peer, by default those on duty.",
    )
    queue: Name | None = Field(None, description="Instead of agents: whoever of this queue is free.")
    skills: Name | None = Field(None, description="With these skills too, as a flow asks for them of this queue.")
    phone: Name | None = Field(None, description="Of the expert outside; called by the rules of whom we call.")
    told: Annotated[Words, StringConstraints(max_length=200)] | None = Field(
        None, description="All that the expert hears of it before they accept: nothing else is told of the customer."
    )
    agent_id: Name | None = Field(None, description="Who asks; by default the holder of the key.")


class WishWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    agent_id: Name = Field(description="Who asks for it: the agent of the conversation, or the colleague who came.")


class TransfersQuery(PageQuery):
    call: Name | None = None
    agent_id: Name | None = Field(None, description="Those in which they are the agent or the colleague.")
    open: bool | None = Field(None, description="Only those under way; false: only those that are over.")


def list_transfers(board: EscalationBoard, asked: Asked) -> Page[TransferShown]:
    """The newest come first."""
    query: TransfersQuery = asked.query
    before = query.after_moment()
    with reading(board.database) as session:
        rows = transfers_listed(session, call=query.call, agent_id=query.agent_id, open=query.open, before=before,
                                limit=query.limit + 1)  # fmt: skip
    page = tuple(TransferShown.model_validate(row) for row in rows[: query.limit])
    more = len(rows) > query.limit
    return Page(items=page, next_cursor=cursor_at(page[-1].asked_at.isoformat(), page[-1].id) if more else None)


def show_transfer(board: EscalationBoard, asked: Asked) -> TransferWhole:
    """With its brief, its steps, and what may be asked for now."""
    with reading(board.database) as session:
        return transfer_whole(board, session, _transfer(session.get(Transfer, _id(asked)), asked))


def post_transfer(board: EscalationBoard, asked: Asked) -> TransferWhole:
    """Ask colleagues into a conversation, one after the other: the customer hears music, the agent who is called.

    A colleague accepts by key 1 at their telephone, or by their browser as they take any caller. Nobody's case changes
    hands by it, but by kind `hand_over`, which is for the owner or who leads. 409 while nobody talks on that call, one
    is under way, nobody is named, or the expert's number is not called.
    """
    wanted: TransferWanted = asked.body
    _are_ours(board, wanted.wanted)
    try:
        made = ask_transfer(board, _ask(board, wanted, by=wanted.agent_id or asked.who.label))
    except NoSuchLine as refused:
        raise wrong(refused.field, str(refused), told=told("refused_no_such_line", {})) from refused
    except EscalationRefused as refused:
        raise refused_as(409, refused) from refused
    with reading(board.database) as session:
        return transfer_whole(board, session, session.get(Transfer, made.id) or made)


def _ask(board: EscalationBoard, wanted: TransferWanted, *, by: str) -> Ask:
    """Raises NoSuchLine."""
    if wanted.phone is not None and wanted.kind != "expert":
        raise wrong("phone", "Only an expert is called at a number: ask for agents, or for kind expert.")
    lines = lines_wanted(board, wanted.queue, wanted.skills or "") if wanted.queue else ()
    return Ask(
        kind=wanted.kind,
        call=wanted.call,
        by=by,
        wanted=wanted.wanted or lines or _on_duty(board, wanted),
        phone=wanted.phone,
        told=wanted.told,
    )


def _on_duty(board: EscalationBoard, wanted: TransferWanted) -> tuple[str, ...]:
    """Whom the rota would ask, without who asks."""
    level = LEVEL_OF.get(wanted.kind)
    if level is None:
        return ()
    with reading(board.database) as session:
        duty = on_duty(board, session, board.clock(), level=level)
    return tuple(one.agent_id for one in duty if one.agent_id != wanted.agent_id)


def post_join(board: EscalationBoard, asked: Asked) -> TransferWhole:
    """All three talk."""
    return _wished(board, asked, "join")


def post_swap(board: EscalationBoard, asked: Asked) -> TransferWhole:
    """The customer talks with the agent, and the colleague waits; or the other way round."""
    return _wished(board, asked, "swap")


def post_leave(board: EscalationBoard, asked: Asked) -> TransferWhole:
    """Who asks leaves the conversation: of the agent, the customer stays with the colleague; of the colleague, with
    the agent."""
    return _wished(board, asked, "leave")


def post_back(board: EscalationBoard, asked: Asked) -> TransferWhole:
    """The customer goes on with their agent alone; whoever rings, rings no more."""
    return _wished(board, asked, "back")


def post_transfer_callback(board: EscalationBoard, asked: Asked) -> TransferWhole:
    """The customer is promised a call instead, by name and time, and hears so."""
    return _wished(board, asked, "callback")


def post_later(board: EscalationBoard, asked: Asked) -> ReservationShown:
    """A colleague who is asked into a conversation can in a while: the next one is asked, and if nobody comes it is
    they who call, at the time they said."""
    held = board.floor.reservation(asked.path["reservation"])
    if held is None:
        raise unknown("reservation", asked.path["reservation"])
    if not is_transfer(held.call):
        sentence = "Nobody asks for them in a conversation: decline this offer, or take it."
        raise Problem(409, sentence, told=told("nobody_asks", {}))
    if not colleague_can_later(board, held):
        sentence = f"There is nothing to put off: this reservation is {held.state}."
        raise Problem(409, sentence, told=told("offer_over", {}))
    return reservation_shown(board, board.floor.reservation(held.id) or held)


def _wished(board: EscalationBoard, asked: Asked, what: Wish) -> TransferWhole:
    """Written down; what comes of it is seen in the state, at once as a rule."""
    wanted: WishWanted = asked.body
    with reading(board.database) as session:
        known = _transfer(session.get(Transfer, _id(asked)), asked)
    who = _role_of(known, wanted.agent_id)
    if not wish(board, known.id, what, by=who):
        sentence = f"The {who} cannot ask for this now: the transfer is {known.state}."
        raise Problem(409, sentence, told=told("transfer_moved_on", {}))
    return show_transfer(board, asked)


def _role_of(transfer: Transfer, agent_id: str) -> Wisher:
    if agent_id == transfer.agent_id:
        return "agent"
    if agent_id == transfer.colleague_id:
        return "colleague"
    raise wrong("agent_id", "This is neither the agent of the conversation nor the colleague who came.")


def _are_ours(board: EscalationBoard, wanted: tuple[str, ...]) -> None:
    with reading(board.database) as session:
        for one in wanted:
            known = agent(session, one)
            if known is None or not known.active:
                raise wrong("wanted", f"There is no agent {one}.")


def _transfer(found: Transfer | None, asked: Asked) -> Transfer:
    if found is None:
        raise unknown("transfer", _id(asked))
    return found


def _id(asked: Asked) -> str:
    return asked.path["transfer"]


_ONE: Final = "/transfers/{transfer}"
OPERATIONS = (
    Operation(method="GET", path="/transfers", scope="calls:read", summary="List transfers", does=list_transfers,
              answers=Page[TransferShown], query=TransfersQuery),
    Operation(method="POST", path="/transfers", scope="calls:write", summary="Ask a colleague into a conversation",
              does=post_transfer, answers=TransferWhole, body=TransferWanted, problems=(409,)),
    Operation(method="GET", path=_ONE, scope="calls:read", summary="Show a transfer, its brief and its steps",
              does=show_transfer, answers=TransferWhole, problems=(404,)),
    Operation(method="POST", path=f"{_ONE}/join", scope="calls:write", summary="Bring all three together",
              does=post_join, answers=TransferWhole, body=WishWanted, problems=(404, 409)),
    Operation(method="POST", path=f"{_ONE}/swap", scope="calls:write", summary="Change who talks with the customer",
              does=post_swap, answers=TransferWhole, body=WishWanted, problems=(404, 409)),
    Operation(method="POST", path=f"{_ONE}/leave", scope="calls:write", summary="Leave the conversation to the other",
              does=post_leave, answers=TransferWhole, body=WishWanted, problems=(404, 409)),
    Operation(method="POST", path=f"{_ONE}/back", scope="calls:write", summary="Take the customer back",
              does=post_back, answers=TransferWhole, body=WishWanted, problems=(404, 409)),
    Operation(method="POST", path=f"{_ONE}/callback", scope="calls:write", summary="Promise the customer a call",
              does=post_transfer_callback, answers=TransferWhole, body=WishWanted, problems=(404, 409)),
    Operation(method="POST", path="/reservations/{reservation}/later", scope="presence:write",
              summary="Say that you can come in a while", does=post_later, answers=ReservationShown,
              problems=(404, 409)),
)  # fmt: skip
