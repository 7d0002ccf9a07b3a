"""Lists people keep in spreadsheets, brought in as a whole or not at all."""

from pathlib import Path

import click

FILE = click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
DRY_RUN = click.option("--dry-run", is_flag=True, help="Check the file and change nothing.")
SHOWN = 20
"""Warnings that a terminal shows; more are read in a spreadsheet."""
AS_JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.group("import")
def command() -> None:
    """Bring in a CSV file of agents, their certificates, customers, cases or hardship; again is an update."""


@command.command(short_help="People who answer, and their skills.")
@FILE
@DRY_RUN
@AS_JSON
def agents(file: Path, dry_run: bool, as_json: bool) -> None:
    """id,name,role,team,lead,stand_in,phone,endpoint,languages,skills,hired_on,email"""
    _bring_in("agents", file, dry_run, as_json)


@command.command(short_help="What agents have passed.")
@FILE
@DRY_RUN
@AS_JSON
def certificates(file: Path, dry_run: bool, as_json: bool) -> None:
    """agent,name,given_by,valid_from,valid_until"""
    _bring_in("certificates", file, dry_run, as_json)


@command.command(short_help="Whom we serve, and their numbers.")
@FILE
@DRY_RUN
@AS_JSON
def customers(file: Path, dry_run: bool, as_json: bool) -> None:
    """phone,name,language,tier,crm_id,notes"""
    _bring_in("customers", file, dry_run, as_json)


@command.command(short_help="What is open, and what is promised.")
@FILE
@DRY_RUN
@AS_JSON
def cases(file: Path, dry_run: bool, as_json: bool) -> None:
    """number,phone,subject,reason,owner,status,promised_what,promised_for"""
    _bring_in("cases", file, dry_run, as_json)


@command.command(short_help="Whom nothing is cut off or demanded from.")
@FILE
@DRY_RUN
@AS_JSON
def hardship(file: Path, dry_run: bool, as_json: bool) -> None:
    """phone,subscriber,actions,starts_on,ends_on,debts_from,debts_until,reason"""
    _bring_in("hardship", file, dry_run, as_json, noun="entries of the register")


def _bring_in(what: str, file: Path, dry_run: bool, as_json: bool, *, noun: str = "") -> None:
    from engine.demo_settings import source_here
    from engine.importing import bring_in
    from engine.printing import print_json

    imported = bring_in(source_here().settings(), what, file, dry_run=dry_run)
    if as_json:
        print_json({"list": what, "added": imported.added, "changed": imported.changed, "dry_run": dry_run,
                    "warnings": [vars(doubt) for doubt in imported.doubts]})  # fmt: skip
        return
    verb = "would be" if dry_run else "were"
    click.echo(f"{imported.added} {noun or what} {verb} added and {imported.changed} brought up to date.")
    for doubt in imported.doubts[:SHOWN]:
        click.echo(f"Mind {doubt}", err=True)
    if imported.doubts:
        told = "" if dry_run else f", all of them in {file.with_suffix('.warnings.csv')}"
        click.echo(f"{len(imported.doubts)} of their telephones are never called{told}.", err=True)
