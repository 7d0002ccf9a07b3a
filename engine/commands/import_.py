"""Lists people keep in spreadsheets, brought in as a whole or not at all."""

from pathlib import Path

import click

FILE = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
DRY_RUN = click.option("--dry-run", is_flag=True, help="Check the file and change nothing.")


@click.group("import")
def command() -> None:
    """Bring in a CSV file of agents, their certificates, customers, cases or hardship; again is an update."""


@command.command()
@FILE
@DRY_RUN
def agents(file: Path, dry_run: bool) -> None:
    """id,name,role,team,lead,stand_in,phone,endpoint,languages,skills,hired_on,email"""
    _bring_in("agents", file, dry_run)


@command.command()
@FILE
@DRY_RUN
def certificates(file: Path, dry_run: bool) -> None:
    """agent,name,given_by,valid_from,valid_until"""
    _bring_in("certificates", file, dry_run)


@command.command()
@FILE
@DRY_RUN
def customers(file: Path, dry_run: bool) -> None:
    """phone,name,language,tier,crm_id,notes"""
    _bring_in("customers", file, dry_run)


@command.command()
@FILE
@DRY_RUN
def cases(file: Path, dry_run: bool) -> None:
    """number,phone,subject,reason,owner,status,promised_what,promised_for"""
    _bring_in("cases", file, dry_run)


@command.command()
@FILE
@DRY_RUN
def hardship(file: Path, dry_run: bool) -> None:
    """phone,subscriber,actions,starts_on,ends_on,debts_from,debts_until,reason"""
    _bring_in("hardship", file, dry_run, noun="entries of the register")


def _bring_in(what: str, file: Path, dry_run: bool, *, noun: str = "") -> None:
    from engine.demo_settings import source_here
    from engine.importing import bring_in

    imported = bring_in(source_here().settings(), what, file, dry_run=dry_run)
    verb = "would be" if dry_run else "were"
    click.echo(f"{imported.added} {noun or what} {verb} added and {imported.changed} brought up to date.")
