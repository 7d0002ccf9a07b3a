"""The audit trail at the keyboard."""

import click


@click.group("audit")
def command() -> None:
    """Who did what, and who looked at what."""


@command.command()
@click.option("--subject", help="customer:…, case:4812, call:CA….")
@click.option("--who", help="key:…, call:…, cli:… or an agent.")
@click.option("--what", help="looked, for instance.")
@click.option("--limit", default=50, type=click.IntRange(1, 100_000), help="So many rows, the newest first.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of the headings.")
def show(subject: str | None, who: str | None, what: str | None, limit: int, as_json: bool, lang: str) -> None:
    """Rows of the chain, the newest first."""
    from engine.desk_said import headed
    from engine.hours_desk import desk_here
    from engine.printing import print_rows
    from records.audit import audit_rows
    from records.database import reading

    wanted = {"subject": subject, "who": who, "what": what}
    desk = desk_here(lang)
    with reading(desk.database) as session:
        rows = audit_rows(session, wanted, limit=limit)
    told = [{name: getattr(row, name) for name in ("seq", "at", "who", "what", "subject", "data")} for row in rows]
    if not as_json:
        told = [headed(row | {"at": f"{row['at'].astimezone(desk.zone):%Y-%m-%d %H:%M}"}, lang) for row in told]
    print_rows(told, as_json=as_json)


@command.command()
def verify() -> None:
    """Whether every row is as it was written; rows of forgotten people count, with what is left of them."""
    from engine.demo_settings import source_here
    from engine.stores import database_of
    from records.audit import first_break, newest_digest
    from records.database import reading

    with reading(database_of(source_here().settings())) as session:
        broken_at, newest = first_break(session), newest_digest(session)
    if broken_at is not None:
        raise click.ClickException(f"The audit was changed after it was written: its row {broken_at} does not fit.")
    click.echo(f"The audit is unbroken. Its newest digest, to be kept elsewhere: {newest}")
