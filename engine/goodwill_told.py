"""What `sahip report goodwill` prints, as rows under Turkish or English headings."""

from collections.abc import Sequence
from typing import Final

from console.reports.goodwill import GoodwillFigures
from engine.report_told import Row, word

COLUMNS: Final = (
    "granted", "given", "by_others", "by_rule", "surprises", "waiting", "declined", "taken_back", "departures",
    "vouchers", "redeemed", "audited", "found_good", "found_wrong",
)  # fmt: skip


def goodwill_rows(report: Sequence[GoodwillFigures], lang: str) -> list[Row]:
    return [
        {word("agent", lang): one.agent} | {word(f"goodwill_{name}", lang): getattr(one, name) for name in COLUMNS}
        for one in report
    ]
