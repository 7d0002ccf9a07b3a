"""What a report's page and its list for a spreadsheet are given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from console.pages.asking import ask
from console.pages.csv_answer import csv_answer
from console.pages.page import NotThere, Shown, Visit
from console.pages.reports.column import Column, Names
from console.pages.reports.every_report import BY_NAME, REPORTS, Report
from console.pages.wording import say, words
from records.database import reading
from staff.agent import names_of

DAYS: Final = (1, 7, 30, 90)
USUAL: Final = 30
WIDEST: Final = 100
"""Of a bar, in hundredths of the picture."""


@dataclass(frozen=True, kw_only=True)
class Bar:
    """`length` is 0 to 100, of the longest; a share's is of 1."""

    name: str
    told: str
    length: float


def report_list(visit: Visit) -> Shown:
    return {"reports": [report.name for report in REPORTS]}


def report_page(visit: Visit) -> Shown:
    report, days = _report(visit), _days(visit)
    rows = _rows(visit, report, days)
    names = _names(visit, report, rows)
    return {
        "report": report,
        "others": [each.name for each in REPORTS],
        "days": days,
        "choices": DAYS if report.is_of_a_period else (),
        "rows": [[_cell(visit, column, row, names) for column in report.columns] for row in rows],
        "bars": _bars(visit, report, rows, names),
        "definitions": _definitions(visit, report, rows),
    }


def report_csv(visit: Visit) -> Shown:
    report = _report(visit)
    language = visit.viewer.language
    head = [say(language, f"reports.column.{column.path}") for column in report.columns]
    rows = _rows(visit, report, _days(visit))
    names = _names(visit, report, rows)
    listed = [[column.for_a_list(row, language, names) for column in report.columns] for row in rows]
    return csv_answer(f"sahip-{report.name}", head, listed)


def _report(visit: Visit) -> Report:
    if (report := BY_NAME.get(visit.path["report"])) is None:
        raise NotThere
    return report


def _days(visit: Visit) -> int:
    asked = visit.query.get("days", "")
    return int(asked) if asked in map(str, DAYS) else USUAL


def _rows(visit: Visit, report: Report, days: int) -> Sequence[Any]:
    since = visit.board.clock() - timedelta(days=days)
    query = report.query(since=since) if report.is_of_a_period else report.query()
    return ask(visit, report.does, query).items


def _names(visit: Visit, report: Report, rows: Sequence[Any]) -> Names:
    named = {column.of(row) for column in report.columns if column.kind == "agent" for row in rows}
    with reading(visit.board.database) as session:
        return names_of(session, named - {None}) if named else {}


def _cell(visit: Visit, column: Column, row: Any, names: Names) -> tuple[str, bool]:
    """What stands there, and whether it is a number."""
    told = column.told(row, visit.viewer.language, visit.board.clock())
    if column.kind == "agent" and told in names:
        return names[told], False
    spelt = f"reports.value.{told}"
    return (say(visit.viewer.language, spelt) if spelt in words(visit.viewer.language) else told, column.is_number)


def _bars(visit: Visit, report: Report, rows: Sequence[Any], names: Names) -> list[Bar]:
    name, drawn = report.columns[0], next(each for each in report.columns if each.path == report.drawn)
    known = [(row, float(drawn.of(row))) for row in rows if drawn.of(row) is not None]
    longest = 1.0 if drawn.kind == "share" else max((value for _, value in known), default=0.0)
    return [
        Bar(name=_cell(visit, name, row, names)[0], told=_cell(visit, drawn, row, names)[0],
            length=min(WIDEST, WIDEST * value / longest) if longest else 0.0)
        for row, value in known
    ]  # fmt: skip


def _definitions(visit: Visit, report: Report, rows: Sequence[Any]) -> list[tuple[str, str, str | None]]:
    """Name, meaning, and the sum itself with the figures of the first row, where there is one."""
    language = visit.viewer.language
    known = words(language)
    found = []
    for column in report.columns:
        if (meaning := f"reports.meaning.{column.path}") in known:
            worked = f"reports.sum.{report.name}.{column.path}"
            has_sum = worked in known and rows and column.of(rows[0]) is not None
            told = column.told(rows[0], language, visit.board.clock()) if has_sum else ""
            spelt = f"{known[worked].format_map(vars(rows[0]))} = {told}" if has_sum else None
            found.append((known[f"reports.column.{column.path}"], known[meaning], spelt))
    return found
