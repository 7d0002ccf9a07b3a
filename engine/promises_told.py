"""What `sahip report promises` prints, as rows under Turkish or English headings."""

from collections.abc import Sequence
from typing import Final

from console.reports.promises_kept import EVERYTHING, NOBODY, PromisesKeptShown
from engine.report_told import Row, share, word

COUNTS: Final = ("kept", "broken", "made_good", "released", "open")


def promise_rows(report: Sequence[PromisesKeptShown], lang: str) -> list[Row]:
    names = {EVERYTHING: word("promises_all", lang), NOBODY: word("promises_nobody", lang)}
    return [
        {
            word("promises_of", lang): names.get(one.group, one.group),
            **{word(f"promises_{what}", lang): getattr(one, what) for what in COUNTS},
            word("promises_kept_rate", lang): share(one.kept_rate, lang),
        }
        for one in report
    ]
