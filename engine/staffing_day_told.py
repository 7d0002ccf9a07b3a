"""What `sahip staff --from-queue` answers: the agents each interval of a day needs."""

from collections.abc import Mapping
from datetime import datetime

from console.reports.queue_day import QueueDay
from console.reports.staffing_question import StaffingQuestion
from engine.staffing_told import Row, number_told, promises, share_told, word
from routing.erlang import outlook

Questions = Mapping[datetime, StaffingQuestion]


def day_data(found: QueueDay, questions: Questions) -> Row:
    one = next(iter(questions.values()))
    return {
        "queue": found.queue,
        "day": str(found.day),
        "interval_seconds": one.interval_seconds,
        "handle_seconds": one.handle_seconds,
        "patience_seconds": one.patience_seconds,
        "target": vars(one.target),
        "shrinkage": one.shrinkage,
        "intervals": [_data(begin, question) for begin, question in questions.items()],
    }


def _data(begin: datetime, question: StaffingQuestion) -> Row:
    return {
        "begins_at": begin.isoformat(),
        "calls": question.calls,
        "erlangs": round(question.load.erlangs, 9),
        "agents_needed": question.needed(),
        "rostered": question.rostered(),
        "service_level": _kept(question),
    }


def _kept(question: StaffingQuestion) -> float:
    """By the agents there are, else by those needed."""
    expected = outlook(question.load, question.agents or question.needed())
    return expected.answered_within(question.target.within_seconds)


def day_sentences(found: QueueDay, questions: Questions, lang: str) -> list[str]:
    one = next(iter(questions.values()))
    most = max(questions, key=lambda begin: questions[begin].needed())
    asked = {
        "queue": found.queue,
        "day": str(found.day),
        "calls": number_told(sum(question.calls for question in questions.values()), lang),
        "handle": number_told(one.handle_seconds, lang),
    }
    model = "day_erlang_a" if one.patience_seconds else "erlang_c"
    return [
        word("day", lang).format(**asked),
        word(model, lang).format(patience=number_told(one.patience_seconds or 0, lang)),
        word("target", lang).format(promises=", ".join(promises(one.target, lang))),
        word("day_peak", lang).format(begins=f"{most:%H:%M}", agents=questions[most].needed()),
    ]


def day_rows(questions: Questions, lang: str) -> list[Row]:
    return [_row(begin, question, lang) for begin, question in questions.items()]


def _row(begin: datetime, question: StaffingQuestion, lang: str) -> Row:
    row: Row = {
        word("begins", lang): f"{begin:%H:%M}",
        word("calls", lang): number_told(question.calls, lang),
        word("erlangs", lang): number_told(question.load.erlangs, lang),
        word("day_needed", lang): question.needed(),
    }
    if question.shrinkage:
        row[word("day_rostered", lang)] = question.rostered()
    head = word("day_kept" if question.agents else "service_level", lang)
    seconds = number_told(question.target.within_seconds, lang)
    return row | {head.format(agents=question.agents, seconds=seconds): share_told(_kept(question), lang)}
