"""The schema and its safety copy."""

from pathlib import Path

import click

AS_JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.group("db")
def command() -> None:
    """Create, check and copy the database."""


@command.command()
@AS_JSON
def upgrade(as_json: bool) -> None:
    """Bring the schema to the newest state; nothing happens when it is there."""
    from engine.demo_settings import source_here
    from engine.printing import print_json
    from engine.stores import database_of
    from records.migrations import table_count
    from records.migrations import upgrade as bring_to_head

    settings = source_here().settings()
    database = database_of(settings)
    bring_to_head(settings.database_url)
    tables = table_count(database)
    if as_json:
        print_json({"tables": tables})
    else:
        click.echo(f"The database is at its newest: {tables} tables.")


@command.command()
@AS_JSON
def check(as_json: bool) -> None:
    """Whether the schema is the one this version needs, and the audit unbroken."""
    from sqlalchemy import inspect

    from engine.demo_settings import source_here
    from engine.printing import print_json
    from engine.stores import database_of
    from records.audit import first_break
    from records.database import reading
    from records.schema import is_at_head

    database = database_of(source_here().settings())
    if not is_at_head(database):
        raise click.ClickException("The schema is not this version's: run `sahip db upgrade`.")
    if "sealed_copy" in inspect(database).get_table_names():
        raise click.ClickException("This is a sealed backup: make a database of it with `sahip db restore`.")
    with reading(database) as session:
        broken_at = first_break(session)
    if broken_at is not None:
        raise click.ClickException(f"The audit was changed after it was written: its row {broken_at} does not fit.")
    if as_json:
        print_json({"schema": "newest", "audit": "unbroken"})
    else:
        click.echo("The schema is at its newest and the audit is unbroken.")


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--plain", is_flag=True, help="Seal nothing: who is forgotten later stays readable in this copy.")
@AS_JSON
def backup(file: Path | None, plain: bool, as_json: bool) -> None:
    """Copy a SQLite database, while it is in use, to FILE (by default a dated one beside it).

    What is personal is sealed under each person's key; the keys lie apart, in var/key-safe.sqlite. Keep the newest of
    that file elsewhere too, never an older one.
    """
    from engine.backup import back_up
    from engine.demo_settings import source_here
    from engine.printing import print_json

    settings = source_here().settings()
    copy = back_up(settings, file, plain=plain)
    if as_json:
        print_json({"file": copy, "keys": None if plain else settings.key_safe})
        return
    keys = "" if plain else f"\nIt is sealed: `sahip db restore` opens it with the keys in {settings.key_safe}."
    click.echo(f"Copied to {copy}.{keys}")


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.argument("to", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--keys", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="By default ours.")
def restore(file: Path, to: Path, keys: Path | None) -> None:
    """Make the database TO of the sealed backup FILE. Who was forgotten since stays forgotten."""
    from engine.backup import restore as open_backup
    from engine.demo_settings import source_here

    restored = open_backup(file, to, keys or source_here().settings().key_safe)
    click.echo(f"{to}: {restored.opened} rows opened; {restored.forgotten} of people forgotten since cannot be.")
