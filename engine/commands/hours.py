"""Opening hours: now, at any moment, and what is ordered by hand."""

import json
from pathlib import Path

import click

JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
LANG = click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")
AUTHOR = click.option("--author", help="Who orders it, for the audit; by default who is at the keyboard.")


@click.group("hours")
def command() -> None:
    """When somebody is there: services, holidays, closing by hand."""


@command.command()
@click.argument("name", required=False)
@JSON
@LANG
def show(name: str | None, as_json: bool, lang: str) -> None:
    """Whether each service, or the one NAMEd, is open now."""
    _tell_moment(None, name, as_json=as_json, lang=lang)


@command.command("at")
@click.argument("moment")
@click.argument("name", required=False)
@JSON
@LANG
def at_(moment: str, name: str | None, as_json: bool, lang: str) -> None:
    """What callers are told at a MOMENT ("2026-10-28 14:00"), or the hours of a day (2026-10-28)."""
    if len(moment) > len("2026-10-28"):
        _tell_moment(moment, name, as_json=as_json, lang=lang)
    else:
        _tell_day(moment, name, as_json=as_json, lang=lang)


def _tell_moment(written: str | None, name: str | None, *, as_json: bool, lang: str) -> None:
    from engine.hours_desk import desk_here
    from engine.hours_told import opening_data, opening_rows
    from engine.printing import print_rows

    desk = desk_here(lang)
    moment = desk.moment(written) if written else desk.clock()
    crisis = desk.hours.crisis_for(caller="", called="")
    openings = [desk.hours.opening_at(one, moment, crisis) for one in desk.names(name)]
    rows = [opening_data(one) for one in openings] if as_json else opening_rows(openings, desk.zone, lang)
    print_rows(rows, as_json=as_json)


def _tell_day(written: str, name: str | None, *, as_json: bool, lang: str) -> None:
    from engine.hours_desk import desk_here
    from engine.hours_told import day_data, day_rows
    from engine.printing import print_rows

    desk = desk_here(lang)
    days = [day_data(desk, one, desk.day(written)) for one in desk.names(name)]
    print_rows(days if as_json else day_rows(days, lang), as_json=as_json)


@command.command()
@click.argument("name")
@click.option("--until", help='When it opens again by itself: "2026-11-23 14:00" on the centre\'s clock.')
@click.option("--for", "duration", help="Or after how long: 30m, 2h, 3d.")
@click.option("--reason-tr", help="Why, as callers hear it in Turkish; at most 80 letters.")
@click.option("--reason-en", help="The same in English. What is left out is said in our own words.")
@AUTHOR
@JSON
@LANG
def close(
    name: str, until: str | None, duration: str | None, reason_tr: str | None, reason_en: str | None,
    author: str | None, as_json: bool, lang: str,
) -> None:  # fmt: skip
    """Close a service by hand, from now on."""
    from engine.hours_desk import desk_here, who_orders
    from engine.hours_orders import close_now
    from engine.hours_said import said
    from hours.closure import Closing

    desk = desk_here(lang)
    closing = Closing(
        calendar=desk.calendar(name).name, until=desk.until(until, duration), author=who_orders(author),
        reason_tr=reason_tr, reason_en=reason_en,
    )  # fmt: skip
    closure = close_now(desk, closing)
    told = {"closure": closure.id, "calendar": name, "until": closure.until.isoformat()}
    until_then = f"{closure.until.astimezone(desk.zone):%F %H:%M}"
    click.echo(json.dumps(told) if as_json else said("closed_until", lang, name=name, until=until_then))


@command.command()
@click.argument("name")
@AUTHOR
@LANG
def reopen(name: str, author: str | None, lang: str) -> None:
    """Let a service that was closed by hand go by its rules again."""
    from engine.hours_desk import desk_here, who_orders
    from engine.hours_orders import reopen_now
    from engine.hours_said import said

    desk = desk_here(lang)
    if not reopen_now(desk, desk.calendar(name).name, author=who_orders(author)):
        raise click.ClickException(said("refused_not_closed", lang, name=name))
    click.echo(said("by_its_rules", lang, name=name))


@command.command()
@click.argument("year", type=click.IntRange(2000, 2099), required=False)
@JSON
@LANG
def holidays(year: int | None, as_json: bool, lang: str) -> None:
    """The holidays of a YEAR; feasts that follow the moon are estimates until somebody confirms them."""
    from engine.hours_desk import desk_here
    from engine.hours_told import holiday_data, holiday_rows
    from engine.printing import print_rows

    desk = desk_here(lang)
    found = desk.hours.holidays_of(year or desk.clock().astimezone(desk.zone).year)
    print_rows([holiday_data(one) for one in found] if as_json else holiday_rows(found, lang), as_json=as_json)


@command.command()
@click.argument("date")
@click.option("--is", "kind", type=click.Choice(["holiday", "half_day", "working_day", "as_calculated"]), required=True)
@click.option("--from", "starts", help='When a half day\'s holiday begins; "13:00" unless told.')
@click.option("--name-tr", help="What it is called in Turkish.")
@click.option("--name-en", help="And in English.")
@AUTHOR
@LANG
def holiday(
    date: str, kind: str, starts: str | None, name_tr: str | None, name_en: str | None, author: str | None, lang: str
) -> None:
    """Say what a DATE really is: it wins over the calculation and over the centre's file."""
    from engine.hours_desk import desk_here, who_orders
    from engine.hours_orders import change_holiday
    from engine.hours_said import said

    desk = desk_here(lang)
    day = desk.day(date)
    change_holiday(desk, day, kind=kind, starts=starts, names=(name_tr, name_en), author=who_orders(author))
    click.echo(said(f"day_is_{kind}", lang, day=str(day)))


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--lang",
    type=click.Choice(["tr", "en"]),
    default="tr",
    help="The language of the file's names and of what is printed.",
)
@click.option("--dry-run", is_flag=True, help="Check the file and change nothing.")
@AUTHOR
def import_(file: Path, lang: str, dry_run: bool, author: str | None) -> None:
    """Bring in holidays from a calendar FILE (.ics): events that last whole days; all of them or none."""
    from engine.hours_desk import desk_here, who_orders
    from engine.hours_orders import bring_in_holidays
    from engine.hours_said import said
    from engine.ics_file import read_ics

    days = read_ics(file, lang)
    if not dry_run:
        bring_in_holidays(desk_here(lang), days, lang=lang, author=who_orders(author))
    click.echo(said("days_would_be" if dry_run else "days_are", lang, number=str(len(days))))
