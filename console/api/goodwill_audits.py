"""Which goodwill is looked at again and why, what was found, and the ledger of recognition and sanction."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy.orm import Session

from callbacks.board import Board
from cases.authority_mark import AuthorityMark, MarkKind, enter_mark, marks
from cases.civil_day import civil_day
from cases.goodwill import Goodwill
from cases.goodwill_audit import POINTS, GoodwillAudit, Sampled, Verdict, audit_goodwill, audit_sample
from console.api.fields import Moment, Words
from console.api.goodwill import GoodwillShown, Name, giver_of, known_goodwill, refusals_told, show
from console.api.operation import Asked, Operation
from console.api.page import Page, PageQuery
from console.api.period import PeriodQuery
from console.api.problem import wrong
from console.api.serial_page import Serial, serial_page
from console.goodwill_notices import a_mark_was_made
from console.wording import Told, told
from records.database import reading, writing

Sentence = Annotated[Words, StringConstraints(min_length=1, max_length=1000)]


class WhyShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    why: str = Field(description=f"{', '.join(POINTS)} or lot.")
    points: int
    words: Told


class AuditShown(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    goodwill_id: int
    by: str
    verdict: Verdict
    words: str
    at: Moment


class SampledShown(BaseModel):
    """One grant to look at again: the more points the sooner."""

    model_config = ConfigDict(frozen=True)

    goodwill: GoodwillShown
    score: int
    why: tuple[WhyShown, ...]
    audit: AuditShown | None = Field(description="What was found; null until somebody has looked.")


class MarkShown(BaseModel):
    model_config = ConfigDict(frozen=True)

    id: int
    agent_id: str
    kind: MarkKind
    words: str
    goodwill_id: int | None
    by: str
    at: Moment
    suspended_until: Moment | None = Field(description="Until then others decide whatever the agent wants to give.")


class AuditWanted(BaseModel):
    """`good` is recognised and `abuse` sanctioned in the ledger; `fair` and `wrong` are told to nobody else."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name = Field(description="Neither who gave nor who decided it.")
    verdict: Verdict
    words: Sentence
    suspended_until: Moment | None = Field(None, description="With abuse: until then others decide for the agent.")


class MarkWanted(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    by: Name
    agent_id: Name
    kind: MarkKind
    words: Sentence
    suspended_until: Moment | None = None


class LedgerQuery(PageQuery):
    agent: Words | None = None


def list_audit_sample(board: Board, asked: Asked) -> Page[SampledShown]:
    """What was granted in this time and should be looked at, the riskiest first, all in one page.

    Asked again it is the same sample. Beside what is risky a few are drawn by lot.
    """
    since, until = asked.query.between(board.clock())
    with reading(board.database) as session:
        sample = audit_sample(session, board.care.goodwill, secret=board.secret, since=since, until=until)
        return Page(items=tuple(map(_sampled, sample)))


def post_goodwill_audit(board: Board, asked: Asked) -> AuditShown:
    """What somebody found who looked at it again. 409 when somebody has before. The agent is told of good and abuse."""
    wanted: AuditWanted = asked.body
    now = board.clock()
    if wanted.suspended_until is not None and (wanted.verdict != "abuse" or wanted.suspended_until <= now):
        raise wrong("suspended_until", "With abuse alone, and in time to come.")
    with refusals_told(), writing(board.database) as session:
        goodwill = known_goodwill(session, asked.path["goodwill"])
        auditor = giver_of(session, wanted.by, "by")
        found = GoodwillAudit(goodwill_id=goodwill.id, once=asked.once, by=wanted.by, verdict=wanted.verdict,
                              words=wanted.words, at=now)  # fmt: skip
        audit = audit_goodwill(session, goodwill, auditor, board.care.goodwill, found)
        if wanted.verdict in ("good", "abuse"):
            _marked(session, wanted, goodwill, asked.once, board)
        return AuditShown.model_validate(audit)


def list_ledger(board: Board, asked: Asked) -> Page[MarkShown]:
    """Recognition and sanction, the newest first."""
    query: LedgerQuery = asked.query
    serial = Serial.of(query)
    with reading(board.database) as session:
        rows = marks(session, limit=serial.limit, before=serial.before, agent_id=query.agent)
        return serial_page(query, [_mark(row) for row in rows])


def post_mark(board: Board, asked: Asked) -> MarkShown:
    """Recognise somebody, or sanction them. They are told. Written to the audit trail."""
    wanted: MarkWanted = asked.body
    now, rules = board.clock(), board.care.goodwill
    if wanted.suspended_until is not None and (wanted.kind != "sanction" or wanted.suspended_until <= now):
        raise wrong("suspended_until", "With a sanction alone, and in time to come.")
    with writing(board.database) as session:
        agent, giver = giver_of(session, wanted.agent_id, "agent_id"), giver_of(session, wanted.by, "by")
        if giver.agent_id == agent.agent_id or not rules.tier_of(giver, civil_day(now)).approves:
            raise wrong("by", f"{wanted.by} does not decide for {wanted.agent_id}.")
        row = AuthorityMark(once=asked.once, agent_id=wanted.agent_id, kind=wanted.kind, words=wanted.words,
                            by=wanted.by, at=now, suspended_until=wanted.suspended_until)  # fmt: skip
        mark = enter_mark(session, row)
        a_mark_was_made(session, mark)
        return _mark(mark)


def _marked(session: Session, wanted: AuditWanted, goodwill: Goodwill, once: str, board: Board) -> None:
    kind: MarkKind = "recognition" if wanted.verdict == "good" else "sanction"
    row = AuthorityMark(once=once, agent_id=goodwill.agent_id, kind=kind, words=wanted.words, goodwill_id=goodwill.id,
                        by=wanted.by, at=board.clock(), suspended_until=wanted.suspended_until)  # fmt: skip
    a_mark_was_made(session, enter_mark(session, row))


def _sampled(one: Sampled) -> SampledShown:
    return SampledShown(
        goodwill=show(one.goodwill),
        score=one.score,
        why=tuple(WhyShown(why=key, points=POINTS.get(key, 0), words=told(f"audit_{key}", {})) for key in one.why),
        audit=AuditShown.model_validate(one.audit) if one.audit else None,
    )


def _mark(row: AuthorityMark) -> MarkShown:
    names = ("id", "agent_id", "kind", "words", "goodwill_id", "by", "at", "suspended_until")
    return MarkShown(**{name: getattr(row, name) for name in names})


OPERATIONS = (
    Operation(method="GET", path="/goodwill/audit-sample", scope="goodwill:decide",
              summary="List goodwill to look at again", does=list_audit_sample, answers=Page[SampledShown],
              query=PeriodQuery),
    Operation(method="POST", path="/goodwill/{goodwill}/audit", scope="goodwill:decide",
              summary="Say what was found in goodwill", does=post_goodwill_audit, answers=AuditShown, body=AuditWanted,
              problems=(404, 409)),
    Operation(method="GET", path="/goodwill/ledger", scope="goodwill:decide",
              summary="List recognition and sanction", does=list_ledger, answers=Page[MarkShown], query=LedgerQuery),
    Operation(method="POST", path="/goodwill/ledger", scope="goodwill:decide",
              summary="Recognise or sanction somebody", does=post_mark, answers=MarkShown, body=MarkWanted),
)  # fmt: skip
