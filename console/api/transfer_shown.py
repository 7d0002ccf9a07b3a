"""A transfer as those in it see it: how far it is, what the colleague must know, and what each may ask for now."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from console.api.fields import Moment
from console.wording import Told
from escalations.board import EscalationBoard
from escalations.brief_shown import Section, brief_lines
from escalations.transfer.transfer import Transfer
from escalations.transfer.transfer_step import steps_of_transfer
from escalations.transfer.wishing import may_be_wished


class BriefSection(BaseModel):
    model_config = ConfigDict(frozen=True)

    heading: Told
    lines: tuple[Told, ...]


class TransferStepShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    at: Moment
    state: str
    why: str | None
    who: str = Field(description="clock, customer, agent, colleague, or who asked.")
    colleague_id: str | None


class TransferShown(BaseModel):
    """`state` is requested, brief_ready, ringing, consulting, swapped, merged, agent_left or nobody_came while it is
    under way; in the end done, returned, promised or caller_gone."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    id: str
    kind: str = Field(description="supervisor, peer, consult, hand_over or expert.")
    state: str
    why: str | None = Field(description="Why it is in its state.")
    call: str
    escalation_id: str | None
    agent_id: str
    colleague_id: str | None = Field(description="Who accepted.")
    customer_id: str | None
    case_number: str | None
    language: str
    wanted: tuple[str, ...] = Field(description="Who may be asked, in their order.")
    wish: str | None = Field(description="What was asked for and is not done yet.")
    later_by: str | None = Field(description="Who said that they can in a while.")
    later_at: Moment | None
    callback_id: str | None = Field(description="The call that is promised instead.")
    asked_by: str
    asked_at: Moment
    due_at: Moment = Field(description="When its state ends by itself.")
    rang_at: Moment | None
    met_at: Moment | None = Field(description="When the colleague came.")
    merged_at: Moment | None = Field(description="When the customer first talked with them.")
    ended_at: Moment | None


class TransferWhole(TransferShown):
    may: Mapping[str, tuple[str, ...]] = Field(description="What the agent and the colleague may ask for now.")
    brief: Mapping[str, Any] | None = Field(description="The same as `brief_lines`, as facts.")
    brief_lines: tuple[BriefSection, ...]
    steps: tuple[TransferStepShown, ...]


def transfer_whole(board: EscalationBoard, session: Session, transfer: Transfer) -> TransferWhole:
    shown = TransferShown.model_validate(transfer).model_dump()
    steps = tuple(TransferStepShown.model_validate(step) for step in steps_of_transfer(session, transfer.id))
    return TransferWhole(
        **shown,
        may={who: _may(transfer, who) for who in ("agent", "colleague")},
        brief=transfer.brief,
        brief_lines=sections_of(transfer),
        steps=steps,
    )


def sections_of(transfer: Transfer) -> tuple[BriefSection, ...]:
    """The brief as it stands on a screen, in both languages; nothing until it is made."""
    if not transfer.brief:
        return ()
    both = zip(brief_lines(transfer.brief, "tr"), brief_lines(transfer.brief, "en"), strict=True)
    return tuple(_section(tr, en) for tr, en in both)


def _section(tr: Section, en: Section) -> BriefSection:
    lines = tuple(Told(tr=one, en=other) for one, other in zip(tr.lines, en.lines, strict=True))
    return BriefSection(heading=Told(tr=tr.heading, en=en.heading), lines=lines)


def _may(transfer: Transfer, who: str) -> tuple[str, ...]:
    if transfer.over:
        return ()
    return tuple(sorted(what for by, what in may_be_wished(transfer) if by == who))
