"""People at work: who is away and who stands in, and who leaves."""

import json

import click

JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
LANG = click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")
AUTHOR = click.option("--author", help="Who orders it, for the audit; by default who is at the keyboard.")


@click.group("agents")
def command() -> None:
    """Absences with a stand-in, and off-boarding in one act."""


@command.command()
@click.argument("agent", required=False)
@JSON
@LANG
def absences(agent: str | None, as_json: bool, lang: str) -> None:
    """Who is away or will be, all or one AGENT."""
    from engine.desk_said import headed, named
    from engine.hours_desk import desk_here
    from engine.people_desk import absences_told
    from engine.printing import print_rows

    rows = absences_told(desk_here(lang), agent)
    if not as_json:
        rows = [headed(row | {"kind": named("kind", str(row["kind"]), lang)}, lang) for row in rows]
    print_rows(rows, as_json=as_json)


@command.command()
@click.argument("agent")
@click.option("--from", "starts", help='When it begins: "2026-11-23 09:00" on the centre\'s clock; by default now.')
@click.option("--until", help="When they are back.")
@click.option("--for", "duration", help="Or after how long: 4h, 5d.")
@click.option("--stand-in", help="Who stands in; by default whoever does on other days.")
@click.option("--kind", type=click.Choice(["leave", "sick", "training", "other"]), default="leave")
@AUTHOR
@JSON
@LANG
def away(
    agent: str, starts: str | None, until: str | None, duration: str | None, stand_in: str | None, kind: str,
    author: str | None, as_json: bool, lang: str,
) -> None:  # fmt: skip
    """AGENT is away: until then the stand-in answers for their cases. It ends by itself."""
    from engine.desk_said import word
    from engine.hours_desk import desk_here, who_orders
    from engine.people_desk import Away, goes_away

    desk = desk_here(lang)
    wanted = Away(
        agent=agent, starts_at=desk.moment(starts) if starts else desk.clock(), ends_at=desk.until(until, duration),
        stand_in=stand_in, kind=kind, by=who_orders(author),
    )  # fmt: skip
    told = goes_away(desk, wanted)
    click.echo(json.dumps(told) if as_json else word("away", lang).format(agent=agent, until=told["ends_at"]))


@command.command("off-board")
@click.argument("agent")
@click.option("--to", "to", multiple=True, required=True, help="Who goes on with the cases; several: dealt one by one.")
@click.option("--reason", help="Why, as the audit and the next owners read it.")
@click.option("--preview", is_flag=True, help="Show what would pass to others, and change nothing.")
@AUTHOR
@JSON
@LANG
def off_board(
    agent: str, to: tuple[str, ...], reason: str | None, preview: bool, author: str | None, as_json: bool, lang: str
) -> None:
    """AGENT leaves: their open cases, promises and callbacks pass to others in one act."""
    from callbacks.off_boarding import Leaving
    from engine.desk_said import word
    from engine.hours_desk import desk_here, who_orders
    from engine.people_desk import leaves_now, leaving_told

    if not preview and not reason:
        raise click.UsageError(word("refused_say_reason", lang))
    leaving = Leaving(agent_id=agent, to_agents=to, reason=reason or "", by=who_orders(author))
    desk = desk_here(lang)
    told = leaving_told(desk, agent) if preview else leaves_now(desk, leaving)
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else told["told"])
