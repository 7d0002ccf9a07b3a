"""What `sahip report callbacks` prints, as rows under Turkish or English headings."""

from collections.abc import Sequence

from console.reports.callbacks_kept import EVERYTHING, NOBODY, CallbacksKeptShown
from engine.callbacks_told import named, reason
from engine.report_told import Row, share, word


def callback_report_rows(report: Sequence[CallbacksKeptShown], lang: str) -> list[Row]:
    names = {EVERYTHING: word("promises_all", lang), NOBODY: word("promises_nobody", lang)}
    return [
        {
            word("callbacks_of", lang): names.get(one.group) or named("kind", one.group, lang),
            word("callbacks_made", lang): one.made,
            word("callbacks_in_time", lang): one.kept_in_time,
            word("callbacks_broken", lang): f"{one.broken} ({one.kept_late})",
            word("callbacks_released", lang): _released(one, lang),
            word("promises_open", lang): one.open,
            word("promises_kept_rate", lang): share(one.kept_rate, lang),
            word("callbacks_tries", lang): one.tries,
            word("callbacks_answer_rate", lang): share(one.answer_rate, lang),
            word("callbacks_unheard", lang): one.unheard,
            word("callbacks_per", lang): f"{one.tries_per_callback:.2f}" if one.tries_per_callback else "",
        }
        for one in report
    ]


def _released(one: CallbacksKeptShown, lang: str) -> str:
    why = ", ".join(f"{reason(name, lang)} {number}" for name, number in one.released_by.items())
    return f"{one.released} ({why})" if why else str(one.released)
