"""The schema and its safety copy."""

from pathlib import Path

import click


@click.group("db")
def command() -> None:
    """Create, check and copy the database."""


@command.command()
def upgrade() -> None:
    """Bring the schema to the newest state; nothing happens when it is there."""
    from engine.demo_settings import source_here
    from engine.stores import database_of
    from records.migrations import table_count
    from records.migrations import upgrade as bring_to_head

    settings = source_here().settings()
    database = database_of(settings)
    bring_to_head(settings.database_url)
    click.echo(f"The database is at its newest: {table_count(database)} tables.")


@command.command()
def check() -> None:
    """Whether the schema is the one this version needs, and the audit unbroken."""
    from engine.demo_settings import source_here
    from engine.stores import database_of
    from records.audit import first_break
    from records.database import reading
    from records.migrations import is_at_head

    database = database_of(source_here().settings())
    if not is_at_head(database):
        raise click.ClickException("The schema is not this version's: run `sahip db upgrade`.")
    with reading(database) as session:
        broken_at = first_break(session)
    if broken_at is not None:
        raise click.ClickException(f"The audit was changed after it was written: its row {broken_at} does not fit.")
    click.echo("The schema is at its newest and the audit is unbroken.")


@command.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
def backup(file: Path | None) -> None:
    """Copy a SQLite database, while it is in use, to FILE (by default a dated one beside it)."""
    from engine.backup import back_up
    from engine.demo_settings import source_here

    click.echo(f"Copied to {back_up(source_here().settings(), file)}.")
