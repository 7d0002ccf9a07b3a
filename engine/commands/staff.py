import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.staffing_question import StaffingQuestion

SHARE = click.FloatRange(0, 100, min_open=True, max_open=True)
POSITIVE = click.FloatRange(0, min_open=True)


@click.command("staff")
@click.option("--calls", type=POSITIVE, required=True, help="Calls in the interval.")
@click.option("--interval", default="30m", show_default=True, help="30m, 1h, 900s.")
@click.option("--aht", type=POSITIVE, required=True, help="Mean seconds of talk and wrap-up.")
@click.option("--target", help="80/20: 80 % answered within 20 s. That unless something else is to be kept.")
@click.option("--asa", type=POSITIVE, help="Longest mean wait of the calls answered, in seconds.")
@click.option("--occupancy", type=SHARE, help="Most of their time that agents are busy, in %.")
@click.option("--abandonment", type=SHARE, help="Most callers who give up, in % (with --patience).")
@click.option("--patience", type=POSITIVE, help="Mean seconds callers wait before giving up; else they never do.")
@click.option("--shrinkage", type=click.FloatRange(0, 100, max_open=True), default=0.0, help="% of the roster away.")
@click.option("--agents", type=click.IntRange(1), help="The agents there are: their row is shown too.")
@click.option("--more-agents", type=int, default=0, help="What if there were so many more (or -2: fewer)?")
@click.option("--more-calls", type=click.FloatRange(-99), default=0.0, help="What if there were so many % more?")
@click.option("--json", "as_json", is_flag=True, help="For programs: shares between 0 and 1, seconds.")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed here.")
def command(
    calls: float, interval: str, aht: float, target: str | None, asa: float | None, occupancy: float | None,
    abandonment: float | None, patience: float | None, shrinkage: float, agents: int | None, more_agents: int,
    more_calls: float, as_json: bool, lang: str,
) -> None:  # fmt: skip
    """How many agents so many calls need (Erlang C; with --patience Erlang A), and what if.

    sahip staff --calls 100 --aht 180 --target 80/20 --patience 120 --shrinkage 30 --more-calls 20
    """
    from engine.staffing_question import StaffingQuestion, interval_of, target_of
    from routing.errors import BadStaffing

    try:
        keep = target_of(target, answer_seconds=asa, occupancy=occupancy, abandonment=abandonment)
        question = StaffingQuestion(
            calls=calls, interval_seconds=interval_of(interval), handle_seconds=aht, patience_seconds=patience,
            target=keep, shrinkage=shrinkage / 100, agents=agents, more_agents=more_agents,
            more_calls=more_calls / 100,
        )  # fmt: skip
        _tell(question, as_json=as_json, lang=lang)
    except BadStaffing as impossible:
        raise click.UsageError(str(impossible)) from None


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
