"""The crisis switch: what callers hear first, whether we are open, and where they are led."""

import json

import click

JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
LANG = click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")


@click.group("crisis")
def command() -> None:
    """A storm, a failure, a recall: one switch for what every caller hears."""


@command.command()
@click.option("--message-tr", required=True, help="Heard first, in Turkish.")
@click.option("--message-en", required=True, help="Heard first, in English.")
@click.option("--until", help='When it ends by itself: "2026-11-23 14:00" on the centre\'s clock.')
@click.option("--for", "duration", help="Or after how long: 30m, 2h, 3d.")
@click.option(
    "--hours",
    type=click.Choice(["as_usual", "closed", "open"]),
    default="as_usual",
    help="Whether services are open whatever their rules say.",
)
@click.option("--calendar", "calendars", multiple=True, help="Only these services; by default all of them.")
@click.option("--queue", help="Callers who want a person wait in this queue.")
@click.option("--flow", help="Calls begin in this flow.")
@click.option("--province", "provinces", multiple=True, help="Callers from there only: a plate code, 34 for İstanbul.")
@click.option("--prefix", "prefixes", multiple=True, help="Callers whose number begins so only: +90212.")
@click.option("--number", "numbers", multiple=True, help="Calls to this number of ours only.")
@click.option("--unplaced", is_flag=True, help="With --province: mobile telephones, which tell none, as well.")
@click.option("--author", help="Who orders it, for the audit; by default who is at the keyboard.")
@JSON
@LANG
def on(as_json: bool, lang: str, **ordered: object) -> None:
    """Turn it on, from now until it ends by itself."""
    from engine.crisis_order import order_from
    from engine.hours_desk import desk_here
    from engine.hours_orders import begin_now
    from engine.hours_said import said
    from engine.hours_told import crisis_data

    desk = desk_here(lang)
    crisis = begin_now(desk, order_from(desk, ordered))
    until = f"{crisis.until.astimezone(desk.zone):%Y-%m-%d %H:%M}"
    click.echo(json.dumps(crisis_data(crisis), ensure_ascii=False, indent=2) if as_json
               else said("crisis_until", lang, id=str(crisis.id), until=until))  # fmt: skip


@command.command()
@click.argument("id", type=int, required=False)
@click.option("--author", help="Who orders it, for the audit; by default who is at the keyboard.")
@LANG
def off(id: int | None, author: str | None, lang: str) -> None:
    """Turn off the crisis of that ID, or every one that is on."""
    from engine.hours_desk import desk_here, who_orders
    from engine.hours_orders import end_now
    from engine.hours_said import said, word

    ended = end_now(desk_here(lang), id, author=who_orders(author))
    if not ended:
        raise click.ClickException(said("refused_crisis", lang, id=str(id)) if id else word("crisis_none", lang))
    click.echo(said("crisis_off", lang, ids=", ".join(map(str, ended))))


@command.command()
@click.option("--past", is_flag=True, help="Those that are over as well.")
@JSON
@LANG
def show(past: bool, as_json: bool, lang: str) -> None:
    """What is on now."""
    from engine.hours_desk import desk_here
    from engine.hours_said import word
    from engine.hours_told import crisis_data, crisis_rows
    from engine.printing import print_rows
    from hours.crisis import crises_ever, crises_on
    from records.database import reading

    desk = desk_here(lang)
    with reading(desk.database) as session:
        found = crises_ever(session) if past else crises_on(session, desk.clock())
    if not found and not as_json:
        click.echo(word("crisis_none", lang))
        return
    print_rows([crisis_data(one) for one in found] if as_json else crisis_rows(found, desk.zone, lang), as_json=as_json)
