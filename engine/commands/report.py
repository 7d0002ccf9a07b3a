"""What happened, in figures: how long callers waited, what agents did, which offers came to nothing."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import click
from pydantic import BaseModel

SINCE = click.option("--since", help="90m, 24h, 7d ago, or a moment such as 2026-11-22T09:00+03:00; by default 24h.")
UNTIL = click.option("--until", help="The same; by default now.")
JSON = click.option("--json", "as_json", is_flag=True, help="For programs: shares of 1, seconds.")
LANG = click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of the headings.")


@click.group("report")
def command() -> None:
    """What became of calls, promises, goodwill and people in a while."""


@command.command("service-level")
@SINCE
@UNTIL
@click.option("--queue", help="This queue alone.")
@click.option("--interval", type=click.Choice(["15", "30", "60"]), help="Minutes of a row; by default one row.")
@click.option("--with-short", is_flag=True, help="SL3 counts those who left at once (without it: -S).")
@click.option("--without-abandoned", is_flag=True, help="SL3 counts nobody who gave up (-B).")
@click.option("--with-flowed-out", is_flag=True, help="SL3 counts who was led elsewhere (+F).")
@JSON
@LANG
def service_level(
    since: str | None, until: str | None, queue: str | None, interval: str | None, with_short: bool,
    without_abandoned: bool, with_flowed_out: bool, as_json: bool, lang: str,
) -> None:  # fmt: skip
    """How long callers waited and what became of them, by queue: four formulas side by side, ASA, AHT, abandonment."""
    from console.reports.service_level import service_level_report
    from engine.report_desk import report_desk_here
    from engine.report_told import legend, level_rows
    from records.database import reading
    from routing.service_level import Switches

    desk = report_desk_here(lang)
    switches = Switches(
        without_short=not with_short, without_abandoned=without_abandoned, with_flowed_out=with_flowed_out
    )
    minutes = int(interval) if interval else None
    wanted = desk.wanted(since, until, queue=queue, minutes=minutes, switches=switches)
    with reading(desk.database) as session:
        report = service_level_report(session, desk.policy, wanted)
    _print(report, lambda: level_rows(report, desk.zone, lang), as_json)
    if not as_json:
        click.echo(legend(report, lang))


@command.command()
@SINCE
@UNTIL
@JSON
@LANG
def agents(since: str | None, until: str | None, as_json: bool, lang: str) -> None:
    """What each agent's time went into, conversations, AHT, occupancy, and who hung up."""
    from console.reports.agent_time import agent_time_report
    from engine.report_desk import report_desk_here
    from engine.report_told import agent_rows
    from records.database import reading

    desk = report_desk_here(lang)
    with reading(desk.database) as session:
        report = agent_time_report(session, desk.wanted(since, until))
    _print(report, lambda: agent_rows(report, lang), as_json)


@command.command("missed-offers")
@SINCE
@UNTIL
@JSON
@LANG
def missed_offers(since: str | None, until: str | None, as_json: bool, lang: str) -> None:
    """Offers that came to nothing, by agent and reason."""
    from console.reports.missed_offers import missed_offers_report
    from engine.report_desk import report_desk_here
    from engine.report_told import missed_rows, word
    from records.database import reading

    desk = report_desk_here(lang)
    with reading(desk.database) as session:
        report = missed_offers_report(session, desk.wanted(since, until))
    if not report and not as_json:
        click.echo(word("none_missed", lang))
        return
    _print(report, lambda: missed_rows(report, lang), as_json)


@command.command()
@SINCE
@UNTIL
@click.option("--by", type=click.Choice(["owner", "team", "kind"]), default="owner", help="Whose figures each row is.")
@click.option("--of", "party", type=click.Choice(["us", "customer"]), default="us", help="Our promises, or theirs.")
@JSON
@LANG
def promises(since: str | None, until: str | None, by: str, party: str, as_json: bool, lang: str) -> None:
    """How many promises were kept, broken, made good and released: the sum first, then each owner, team or kind."""
    from console.reports.promises_kept import promises_kept_report
    from engine.promises_told import promise_rows
    from engine.report_desk import report_desk_here
    from records.database import reading

    desk = report_desk_here(lang)
    with reading(desk.database) as session:
        report = promises_kept_report(session, desk.wanted(since, until), by=by, party=party)  # type: ignore[arg-type]
    _print(report, lambda: promise_rows(report, lang), as_json)


@command.command()
@SINCE
@UNTIL
@click.option("--by", type=click.Choice(["kind", "queue", "agent"]), default="kind", help="Whose figures each row is.")
@JSON
@LANG
def callbacks(since: str | None, until: str | None, by: str, as_json: bool, lang: str) -> None:
    """How many calls we promised were kept in time, late or not, how often we tried, and how many picked up."""
    from console.reports.callbacks_kept import callbacks_kept_report
    from engine.callback_report_told import callback_report_rows
    from engine.report_desk import report_desk_here
    from records.database import reading

    desk = report_desk_here(lang)
    with reading(desk.database) as session:
        report = callbacks_kept_report(session, desk.wanted(since, until), by=by)  # type: ignore[arg-type]
    _print(report, lambda: callback_report_rows(report, lang), as_json)


@command.command()
@SINCE
@UNTIL
@JSON
@LANG
def hardship(since: str | None, until: str | None, as_json: bool, lang: str) -> None:
    """How people in the register of hardship fare beside all others: wait, bounces, promises kept, what was stopped."""
    from console.reports.hardship import hardship_report
    from engine.report_desk import report_desk_here
    from engine.report_told import cohort_rows
    from records.database import reading

    desk = report_desk_here(lang)
    with reading(desk.database) as session:
        report = hardship_report(session, desk.wanted(since, until))
    _print(report, lambda: cohort_rows(report, lang), as_json)


@command.command()
@SINCE
@UNTIL
@JSON
@LANG
def goodwill(since: str | None, until: str | None, as_json: bool, lang: str) -> None:
    """What was given to make it right, by agent, on whose decision, and what was found when it was looked at."""
    from console.reports.goodwill import goodwill_report
    from engine.goodwill_told import goodwill_rows
    from engine.report_desk import report_desk_here
    from engine.report_told import word
    from records.database import reading

    desk = report_desk_here(lang)
    with reading(desk.database) as session:
        report = goodwill_report(session, desk.wanted(since, until))
    if not report and not as_json:
        click.echo(word("none_given", lang))
        return
    _print(report, lambda: goodwill_rows(report, lang), as_json)


@command.command()
@click.option("--week", type=click.DateTime(["%Y-%m-%d"]), help="Any day of the week; by default the one that is on.")
@JSON
@LANG
def reasons(week: datetime | None, as_json: bool, lang: str) -> None:
    """What customers come about: how often in a week, beside the four weeks before, and what leads were told of."""
    from engine.reasons_told import reason_rows, reasons_here

    report = reasons_here(week.date() if week else None, lang)
    _print(report, lambda: reason_rows(report, lang), as_json)


@command.command()
@SINCE
@UNTIL
@JSON
@LANG
def escalations(since: str | None, until: str | None, as_json: bool, lang: str) -> None:
    """Who was asked for and why, how it was granted and how soon, and what came of it: by trigger, of no agent."""
    from console.reports.escalations import escalation_report
    from engine.escalation_report_told import escalation_figure_rows
    from engine.report_desk import report_desk_here
    from records.database import reading

    desk = report_desk_here(lang)
    with reading(desk.database) as session:
        report = escalation_report(session, desk.wanted(since, until))
    _print(report, lambda: escalation_figure_rows(report, lang), as_json)


@command.command()
@SINCE
@UNTIL
@JSON
@LANG
def listening(since: str | None, until: str | None, as_json: bool, lang: str) -> None:
    """When leads and managers last talked with a customer, who did longest ago first."""
    from console.reports.listening import listening_report
    from engine.escalation_report_told import listening_rows
    from engine.report_desk import report_desk_here
    from records.database import reading

    desk = report_desk_here(lang)
    with reading(desk.database) as session:
        report = listening_report(session, desk.wanted(since, until), desk.rota)
    _print(report, lambda: listening_rows(report, desk.zone, lang), as_json)


def _print(report: Sequence[BaseModel], rows: Callable[[], list[dict[str, Any]]], as_json: bool) -> None:
    from engine.printing import print_rows

    if as_json:
        told = [one.model_dump(mode="json") for one in report]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print_rows(rows(), as_json=False)
