"""What callers thought of it: a rating, and sometimes a word in their own voice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, Integer, String, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from records.database import Base, insert


class SurveyAnswer(Base):
    """`survey` is the name the flow gives it. `once` names the step of the call at which it was answered.

    `agent_id` is who talked with them, where somebody did; `recording` is the word they left, by Twilio's name.
    """

    __tablename__ = "survey_answers"
    __table_args__ = (Index("ix_survey_answers_survey_at", "survey", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    once: Mapped[str] = mapped_column(String(160), unique=True)
    survey: Mapped[str] = mapped_column(String(40))
    call: Mapped[str] = mapped_column(String(64), index=True)
    customer_id: Mapped[str | None] = mapped_column(String(64), index=True)
    case_number: Mapped[str | None] = mapped_column(String(40), index=True)
    agent_id: Mapped[str | None] = mapped_column(String(64), index=True)
    rating: Mapped[int] = mapped_column(Integer)
    scale: Mapped[int] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(16))
    recording: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One survey's answers on one scale. `mean` and `satisfied` (share of the two best ratings) are None without any:
    no answers are no data, never full marks.
    """

    scale: int
    answers: int
    counts: Mapping[int, int]

    @property
    def mean(self) -> float | None:
        return sum(rating * count for rating, count in self.counts.items()) / self.answers if self.answers else None

    @property
    def satisfied(self) -> float | None:
        best = sum(count for rating, count in self.counts.items() if rating >= self.scale - 1)
        return best / self.answers if self.answers else None


def keep_answer(session: Session, answer: SurveyAnswer) -> None:
    """Told twice under one name it is one answer."""
    told = {
        column.key: getattr(answer, column.key)
        for column in SurveyAnswer.__table__.columns
        if column.key not in ("id", "recording")
    }
    session.execute(insert(session, SurveyAnswer).values(told).on_conflict_do_nothing(index_elements=["once"]))


def put_word(session: Session, *, call: str, survey: str, recording: str) -> None:
    """The word left after the last answer of this call to the survey."""
    last = select(func.max(SurveyAnswer.id)).where(SurveyAnswer.call == call, SurveyAnswer.survey == survey)
    session.execute(update(SurveyAnswer).where(SurveyAnswer.id == last.scalar_subquery()).values(recording=recording))


def survey_figures(session: Session, survey: str, *, since: datetime, until: datetime) -> list[Figures]:
    """The answers in [since, until), one Figures for each scale that was used; none where nobody answered."""
    counted = (
        select(SurveyAnswer.scale, SurveyAnswer.rating, func.count())
        .where(SurveyAnswer.survey == survey, SurveyAnswer.at >= since, SurveyAnswer.at < until)
        .group_by(SurveyAnswer.scale, SurveyAnswer.rating)
    )
    by_scale: dict[int, dict[int, int]] = {}
    for scale, rating, count in session.execute(counted):
        by_scale.setdefault(scale, {})[rating] = count
    return [
        Figures(scale=scale, answers=sum(counts.values()), counts=dict(sorted(counts.items())))
        for scale, counts in sorted(by_scale.items())
    ]


def surveys(session: Session) -> Sequence[str]:
    """Every survey anybody ever answered, by name."""
    return session.scalars(select(SurveyAnswer.survey).distinct().order_by(SurveyAnswer.survey)).all()
