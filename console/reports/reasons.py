"""What customers come about, week by week, and whether the most frequent reason is worth an alarm."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from cases.care import Care
from cases.reason_week import UNKNOWN, ReasonWeek, reasons_of_week
from console.wording import Told, told

WEEKS_BEFORE = 4


class ReasonWeekShown(BaseModel):
    """One reason in the week that begins on `week`, a Monday."""

    model_config = ConfigDict(frozen=True)

    week: date
    reason: str
    words: Told
    cases: int = Field(description="Opened in that week for this reason.")
    share: float = Field(description="Of all cases of the week, of 1.")
    before: tuple[int, ...] = Field(description="The same of the four weeks before, the latest first.")
    usual: float | None = Field(description="What a week brought on average before; null: nothing is known of one.")
    alert: bool = Field(description="The most frequent one, and so frequent that the leads were told.")
    why_alert: tuple[str, ...] = Field(description="share, rise.")


def reasons_report(session: Session, care: Care, monday: date) -> list[ReasonWeekShown]:
    """The most frequent first."""
    rows = reasons_of_week(session, monday, weeks_before=WEEKS_BEFORE, known=care.reasons, alert=care.reason_alert)
    return [_shown(row, care) for row in rows]


def _shown(row: ReasonWeek, care: Care) -> ReasonWeekShown:
    return ReasonWeekShown(
        week=row.monday,
        reason=row.reason,
        words=_words(row.reason, care),
        cases=row.cases,
        share=round(row.share, 4),
        before=row.before,
        usual=row.usual,
        alert=bool(row.why_alert),
        why_alert=row.why_alert,
    )


def _words(reason: str, care: Care) -> Told:
    known = care.reasons.get(reason)
    if known is not None:
        return Told(tr=known.words.tr, en=known.words.en)
    return told("no_reason", {}) if reason == UNKNOWN else Told(tr=reason, en=reason)
