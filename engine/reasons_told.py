"""What `sahip report reasons` prints: what customers come about, week by week."""

from collections.abc import Sequence
from datetime import date, timedelta

from cases.civil_day import civil_day
from console.reports.reasons import ReasonWeekShown, reasons_report
from engine.care_file import read_care
from engine.demo_settings import source_here
from engine.hours_desk import desk_here
from engine.report_told import Row, share, word
from records.database import reading


def reasons_here(day: date | None, lang: str) -> list[ReasonWeekShown]:
    """Of the week with that day; by default of the one that is on."""
    desk = desk_here(lang)
    care = read_care(source_here().settings().centre / "care.yaml")
    chosen = day or civil_day(desk.clock())
    with reading(desk.database) as session:
        return reasons_report(session, care, chosen - timedelta(days=chosen.weekday()))


def reason_rows(report: Sequence[ReasonWeekShown], lang: str) -> list[Row]:
    return [
        {
            word("reason", lang): one.words.en if lang == "en" else one.words.tr,
            word("cases", lang): one.cases,
            word("share", lang): share(one.share, lang),
            word("weeks_before", lang): " ".join(str(count) for count in one.before),
            word("alert", lang): " ".join(word(f"alert_{why}", lang) for why in one.why_alert),
        }
        for one in report
    ]
