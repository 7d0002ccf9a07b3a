"""A final answer: what cannot be done is said firmly and kindly, once, the same on every channel, with a way to appeal.

in_force until it is appealed; somebody else then lets it stand (upheld) or changes it. While it stands nobody bends it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from sqlalchemy import ForeignKey, Index, Integer, String, Text, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from cases.case import Case
from cases.civil_day import civil_day, end_of
from cases.errors import AlreadyDecided, GoodwillRefused
from cases.goodwill_rules import Giver, GoodwillRules
from cases.promise import end_promise, make_promise
from hours.bilingual import Bilingual
from records.audit import append as append_audit
from records.database import Base, serialise

FinalStatus = Literal["in_force", "appealed", "upheld", "changed"]
LONGEST_WORDING: Final = 480
"""Letters: it is said in a breath or two, and with its frame fits one text message."""
DECISION: Final = "decision"
"""The kind of promise that an appeal is answered."""
_STANDS: Final = text("status <> 'changed'")


class FinalAnswer(Base):
    """Table `final_answers`. `promise_id` is our promise to answer the appeal."""

    __tablename__ = "final_answers"
    __table_args__ = (
        Index("ix_final_answers_standing", "case_number", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    case_number: Mapped[str | None] = mapped_column(ForeignKey("cases.number", ondelete="SET NULL"), index=True)
    customer_id: Mapped[str | None] = mapped_column(ForeignKey("customers.id", ondelete="SET NULL"), index=True)
    wording_tr: Mapped[str] = mapped_column(Text)
    wording_en: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16), default="in_force")
    given_by: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime]
    appeal_until: Mapped[datetime]
    appealed_at: Mapped[datetime | None]
    appeal_words: Mapped[str | None] = mapped_column(Text)
    promise_id: Mapped[int | None] = mapped_column(Integer)
    decided_by: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None]
    decided_once: Mapped[str | None] = mapped_column(String(160))
    decision_reason: Mapped[str | None] = mapped_column(Text)

    @property
    def wording(self) -> Bilingual:
        return Bilingual(tr=self.wording_tr, en=self.wording_en)


@dataclass(frozen=True, kw_only=True)
class FinalWords:
    """What is answered on which case, and why for our own people; `once` names the request."""

    once: str
    case_number: str
    wording: Bilingual
    reason: str


def answer_finally(
    session: Session, words: FinalWords, giver: Giver, rules: GoodwillRules, now: datetime
) -> FinalAnswer:
    """Only who decides for others says that it is final. The same request again is the same answer.

    Raises GoodwillRefused, and AlreadyDecided when the case has a final answer that stands.
    """
    serialise(session, f"final answer:{words.case_number}")
    earlier = session.scalars(select(FinalAnswer).where(FinalAnswer.once == words.once)).first()
    if earlier is not None:
        return earlier
    case = session.get(Case, words.case_number)
    faults = _faults(words, case, giver, rules, now)
    if case is None or faults:
        raise GoodwillRefused(faults)
    see_that_nothing_is_final(session, case.number)
    answer = _answer(words, case, giver, rules, now)
    session.add(answer)
    session.flush()
    _write_audit(session, answer, giver.agent_id, "final_answer_given", now)
    return answer


def see_that_nothing_is_final(session: Session, case_number: str) -> None:
    """Raises AlreadyDecided while a final answer stands: trying one's luck elsewhere brings nothing."""
    stands = standing_answer(session, case_number)
    if stands is not None:
        day = civil_day(stands.given_at).isoformat()
        raise AlreadyDecided(
            f"Case {case_number} was answered finally on {day} by {stands.given_by} (final answer {stands.id}): "
            f"only an appeal changes it."
        )


def standing_answer(session: Session, case_number: str) -> FinalAnswer | None:
    chosen = select(FinalAnswer).where(FinalAnswer.case_number == case_number, FinalAnswer.status != "changed")
    return session.scalars(chosen).first()


def appeal(
    session: Session, answer: FinalAnswer, *, words: str, promise: str, rules: GoodwillRules, now: datetime
) -> None:
    """The customer does not accept it: by when somebody else looks at it is promised. Raises AlreadyDecided."""
    if answer.status != "in_force":
        raise AlreadyDecided(f"It is {answer.status.replace('_', ' ')} already.")
    if now > answer.appeal_until:
        raise AlreadyDecided(f"It could be appealed until {civil_day(answer.appeal_until).isoformat()}.")
    answer.status, answer.appealed_at, answer.appeal_words = "appealed", now, words
    if answer.case_number is not None:
        due = end_of(civil_day(now) + timedelta(days=rules.appeal.answer_within_days))
        answer.promise_id = make_promise(session, case_number=answer.case_number, kind=DECISION, what=promise,
                                         due_at=due, by_agent=None, now=now).id  # fmt: skip
    session.flush()
    _write_audit(session, answer, "customer", "final_answer_appealed", now)


def decide_appeal(
    session: Session,
    answer: FinalAnswer,
    decider: Giver,
    rules: GoodwillRules,
    *,
    status: Literal["upheld", "changed"],
    reason: str,
    once: str,
    now: datetime,
) -> FinalAnswer:
    """Somebody other than who gave it decides, once: our promise is kept. Raises AlreadyDecided, GoodwillRefused."""
    if answer.decided_once == once:
        return answer
    if answer.status != "appealed":
        raise AlreadyDecided(f"It is {answer.status.replace('_', ' ')}: there is no appeal to decide.")
    if decider.agent_id == answer.given_by or not rules.tier_of(decider, civil_day(now)).approves:
        raise GoodwillRefused({"by": "Somebody else who decides for others looks at an appeal."})
    answer.status, answer.decision_reason = status, reason
    answer.decided_by, answer.decided_at, answer.decided_once = decider.agent_id, now, once
    if answer.promise_id is not None:
        end_promise(session, answer.promise_id, "kept", now)
    session.flush()
    _write_audit(session, answer, decider.agent_id, f"final_answer_{status}", now)
    return answer


def final_answers(
    session: Session, *, limit: int, before: int | None = None, case_number: str | None = None
) -> Sequence[FinalAnswer]:
    """The latest first; with `before`, those that came before that one."""
    chosen = select(FinalAnswer).order_by(FinalAnswer.id.desc()).limit(limit)
    if case_number is not None:
        chosen = chosen.where(FinalAnswer.case_number == case_number)
    return session.scalars(chosen if before is None else chosen.where(FinalAnswer.id < before)).all()


def _answer(words: FinalWords, case: Case, giver: Giver, rules: GoodwillRules, now: datetime) -> FinalAnswer:
    return FinalAnswer(
        once=words.once,
        case_number=case.number,
        customer_id=case.customer_id,
        wording_tr=words.wording.tr,
        wording_en=words.wording.en,
        reason=words.reason,
        status="in_force",
        given_by=giver.agent_id,
        given_at=now,
        appeal_until=end_of(civil_day(now) + timedelta(days=rules.appeal.days)),
    )


def _faults(words: FinalWords, case: Case | None, giver: Giver, rules: GoodwillRules, now: datetime) -> dict[str, str]:
    faults = {} if case else {"case_number": f"There is no case {words.case_number}."}
    if not rules.tier_of(giver, civil_day(now)).approves:
        faults["by"] = f"{giver.agent_id} decides for nobody else, and so not finally."
    for language in ("tr", "en"):
        fault = wording_fault(words.wording.spoken_in(language))
        faults |= {f"wording_{language}": fault} if fault else {}
    return faults


def wording_fault(wording: str) -> str | None:
    """What some channel could not carry: it is spoken, texted and written in the same words."""
    if not wording.strip():
        return "The same in both languages: nobody is answered in the other one."
    if len(wording) > LONGEST_WORDING:
        return f"At most {LONGEST_WORDING} letters: it is also said aloud and texted."
    if any(not letter.isprintable() for letter in wording):
        return "One paragraph: a voice has no lines."
    if "://" in wording or "www." in wording or any(mark in wording for mark in "<>{}[]*_|#"):
        return "Words alone, no links and no marks: it is also said aloud."
    return None


def _write_audit(session: Session, answer: FinalAnswer, who: str, what: str, now: datetime) -> None:
    told = {"final_answer": answer.id, "status": answer.status, "reason": answer.decision_reason or answer.reason}
    append_audit(session, f"agent:{who}" if who != "customer" else who, what, f"case:{answer.case_number}", told, now)
