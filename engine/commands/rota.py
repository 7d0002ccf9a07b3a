"""Who is on duty for whoever asks for a manager."""

from pathlib import Path

import click

JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
LANG = click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")
AUTHOR = click.option("--author", help="Who orders it, for the audit; by default who is at the keyboard.")


@click.group("rota")
def command() -> None:
    """Put leads and managers on duty, and see who is asked next."""


@command.command("list")
@click.option("--since", help='What is not over then: "2026-11-23 09:00" on the centre\'s clock; by default now.')
@click.option("--agent", help="Of this one alone.")
@JSON
@LANG
def list_them(since: str | None, agent: str | None, as_json: bool, lang: str) -> None:
    """Who is on duty and will be, the next to begin first."""
    from engine.printing import print_rows
    from engine.rota_desk import headed, rota_desk_here
    from escalations.in_words import said

    desk = rota_desk_here(lang)
    rows = desk.listed(desk.hours.moment(since) if since else None, agent)
    if not rows and not as_json:
        click.echo(said("rota", "none").spoken_in(lang))
        return
    print_rows(rows if as_json else [headed(row, lang) for row in rows], as_json=as_json)


@command.command()
@click.option("--at", "moment", help="At another time than now.")
@click.option("--level", type=click.IntRange(1, 3), default=2, help="1 senior colleague, 2 lead, 3 manager.")
@JSON
@LANG
def turn(moment: str | None, level: int, as_json: bool, lang: str) -> None:
    """Who is asked when somebody wants a manager now, one after the other, and why in this order."""
    from engine.printing import print_json, print_rows
    from engine.rota_desk import rota_desk_here, turn_row
    from escalations.in_words import said

    desk = rota_desk_here(lang)
    found = desk.turn(desk.hours.moment(moment) if moment else None, level)
    if as_json:
        print_json([vars(one) for one in found])
    elif not found:
        click.echo(said("rota", "nobody").spoken_in(lang))
    else:
        print_rows([turn_row(number, one, lang) for number, one in enumerate(found, start=1)], as_json=False)


@command.command()
@click.argument("agent")
@click.option("--rank", type=click.Choice(["lead", "manager", "senior"]), default="lead", help="As whom.")
@click.option("--from", "starts", help='When it begins: "2026-11-23 09:00" on the centre\'s clock; by default now.')
@click.option("--until", help="When it ends.")
@click.option("--for", "duration", help="Or after how long: 8h.")
@click.option("--slots", type=click.IntRange(0, 200), default=0, help="At most so many escalations; 0 is any number.")
@AUTHOR
@JSON
@LANG
def add(
    agent: str, rank: str, starts: str | None, until: str | None, duration: str | None, slots: int,
    author: str | None, as_json: bool, lang: str,
) -> None:  # fmt: skip
    """AGENT is on duty. The same time again brings rank and slots up to date."""
    from engine.hours_desk import who_orders
    from engine.printing import print_json
    from engine.rota_desk import rota_desk_here
    from escalations.duty import DutyWanted
    from escalations.in_words import said

    desk = rota_desk_here(lang)
    wanted = DutyWanted(
        agent_id=agent, rank=rank, starts_at=desk.hours.moment(starts) if starts else desk.hours.clock(),
        until=desk.hours.until(until, duration), slots=slots,
    )  # fmt: skip
    told = desk.adds(wanted, by=who_orders(author))
    print_json(told) if as_json else click.echo(said("rota", "added", **told).spoken_in(lang))


@command.command()
@click.argument("duty", type=int)
@AUTHOR
@LANG
def remove(duty: int, author: str | None, lang: str) -> None:
    """Take DUTY away, by its number; what has begun ends now."""
    from engine.hours_desk import who_orders
    from engine.rota_desk import rota_desk_here
    from escalations.in_words import said

    rota_desk_here(lang).removes(duty, by=who_orders(author))
    click.echo(said("rota", "removed", id=duty).spoken_in(lang))


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--dry-run", is_flag=True, help="Check the file and change nothing.")
@AUTHOR
@JSON
@LANG
def import_them(file: Path, dry_run: bool, author: str | None, as_json: bool, lang: str) -> None:
    """agent,rank,starts_at,until,slots: all of it or nothing; again is an update."""
    from engine.hours_desk import who_orders
    from engine.printing import print_json
    from engine.rota_desk import rota_desk_here
    from escalations.in_words import said

    done = rota_desk_here(lang).imports(file, by=who_orders(author), dry_run=dry_run)
    facts = {"added": done.added, "changed": done.changed}
    if as_json:
        print_json({**facts, "dry_run": dry_run})
        return
    click.echo(said("rota", "would_import" if dry_run else "imported", **facts).spoken_in(lang))
