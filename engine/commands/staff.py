"""How many agents calls need."""

import json
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from console.reports.staffing_question import StaffingQuestion

SHARE = click.FloatRange(0, 100, min_open=True, max_open=True)
POSITIVE = click.FloatRange(0, min_open=True)


@click.command("staff")
@click.option("--calls", type=POSITIVE, help="Calls in the interval.")
@click.option("--interval", default="30m", show_default=True, help="30m, 1h, 900s.")
@click.option("--aht", type=POSITIVE, help="Mean seconds of talk and wrap-up.")
@click.option("--from-queue", help="Calls, handling time and patience of this queue's own records, for a whole day.")
@click.option("--day", help="Which day (2026-11-20); yesterday unless told.")
@click.option("--target", help="80/20: 80 % answered within 20 s. That unless something else is to be kept.")
@click.option("--asa", type=POSITIVE, help="Longest mean wait of the calls answered, in seconds.")
@click.option("--occupancy", type=SHARE, help="Most of their time that agents are busy, in %.")
@click.option("--abandonment", type=SHARE, help="Most callers who give up, in % (with --patience).")
@click.option("--patience", type=POSITIVE, help="Mean seconds callers wait before giving up; else they never do.")
@click.option("--shrinkage", type=click.FloatRange(0, 100, max_open=True), default=0.0, help="% of the roster away.")
@click.option("--agents", type=click.IntRange(1), help="The agents there are: what they can keep is shown too.")
@click.option("--more-agents", type=int, default=0, help="What if there were so many more (or -2: fewer)?")
@click.option("--more-calls", type=click.FloatRange(-99), default=0.0, help="What if there were so many % more?")
@click.option("--json", "as_json", is_flag=True, help="For programs: shares between 0 and 1, seconds.")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed here.")
def command(*, as_json: bool, lang: str, from_queue: str | None, day: str | None, **asked: Any) -> None:
    """How many agents so many calls need (Erlang C; with --patience Erlang A), and what if.

    sahip staff --calls 100 --aht 180 --target 80/20 --patience 120 --shrinkage 30 --more-calls 20
    """
    from routing.errors import BadStaffing

    if from_queue is None and (asked["calls"] is None or asked["aht"] is None):
        raise click.UsageError("Say --calls and --aht, or --from-queue.")
    try:
        if from_queue is not None:
            _tell_day(from_queue, day, asked, as_json=as_json, lang=lang)
        else:
            _tell(_question(asked), as_json=as_json, lang=lang)
    except BadStaffing as impossible:
        raise click.UsageError(str(impossible)) from None


def _question(asked: dict[str, Any]) -> "StaffingQuestion":
    from console.reports.staffing_question import StaffingQuestion, interval_of, target_of

    kept = {"occupancy": asked["occupancy"], "abandonment": asked["abandonment"]}
    return StaffingQuestion(
        calls=asked["calls"],
        interval_seconds=interval_of(asked["interval"]),
        handle_seconds=asked["aht"],
        patience_seconds=asked["patience"],
        target=target_of(asked["target"], answer_seconds=asked["asa"], **kept),
        shrinkage=asked["shrinkage"] / 100,
        agents=asked["agents"],
        more_agents=asked["more_agents"],
        more_calls=asked["more_calls"] / 100,
    )


def _tell(question: "StaffingQuestion", *, as_json: bool, lang: str) -> None:
    from engine.printing import print_rows
    from engine.staffing_told import staffing_answer, staffing_data, staffing_rows, staffing_sentences, what_if_told

    if as_json:
        click.echo(json.dumps(staffing_data(question), ensure_ascii=False, indent=2))
        return
    other = question.what_if()
    told = other and (what_if_told(other, lang), staffing_rows(other, lang))
    click.echo(" ".join(staffing_sentences(question, lang)))
    print_rows(staffing_rows(question, lang), as_json=False)
    click.echo(" ".join(staffing_answer(question, lang)))
    if told:
        click.echo(told[0])
        print_rows(told[1], as_json=False)


def _tell_day(queue: str, day: str | None, asked: dict[str, Any], *, as_json: bool, lang: str) -> None:
    """Every interval of the day; how long a call takes and callers hold out is the day's own unless told."""
    from datetime import timedelta

    from console.reports.queue_day import queue_day
    from console.reports.staffing_question import interval_of, questions_of_day
    from engine.hours_desk import desk_here
    from engine.printing import print_rows
    from engine.staffing_day_told import day_data, day_rows, day_sentences

    desk = desk_here(lang)
    written = day or str((desk.clock().astimezone(desk.zone) - timedelta(days=1)).date())
    found = queue_day(
        desk.database, desk.zone, queue=desk.queue(queue) or queue, day=desk.day(written),
        interval_seconds=interval_of(asked["interval"]),
    )  # fmt: skip
    known = {"calls": 1.0, "aht": asked["aht"] or found.handle_seconds}
    known["patience"] = asked["patience"] or found.patience_seconds
    questions = questions_of_day(_question(asked | known), found.calls)
    if as_json:
        click.echo(json.dumps(day_data(found, questions), ensure_ascii=False, indent=2))
        return
    click.echo(" ".join(day_sentences(found, questions, lang)))
    print_rows(day_rows(questions, lang), as_json=False)
