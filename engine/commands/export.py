"""What we hold about people, handed out to them."""

from pathlib import Path

import click


@click.group("export")
def command() -> None:
    """Hand out what is held about a person, and check such a file."""


@command.command()
@click.option("--phone", help="Their telephone number, however it is written.")
@click.option("--customer", help="The customer's id, where several share a number.")
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="The file; by default under var/exports.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def person(phone: str | None, customer: str | None, to: Path | None, as_json: bool) -> None:
    """One signed ZIP with everything about one person: JSON, CSV and the names of recordings."""
    from engine.printing import print_rows
    from engine.privacy_desk import hand_out_here, meant_by

    handed = hand_out_here(meant_by(phone, customer), to)
    if handed is None:
        raise click.ClickException("Nothing is known of them: there is nothing to hand out.")
    out, file = handed
    if as_json:
        print_rows([{"file": str(file), "rows": out.rows}], as_json=True)
    else:
        counted = ", ".join(f"{table} {count}" for table, count in sorted(out.rows.items()))
        click.echo(f"{file}\n{counted}")


@command.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def verify(file: Path) -> None:
    """Whether the file is as it was signed."""
    from records.person_export import verdict_on

    verdict = verdict_on(file.read_bytes())
    if verdict.wrong:
        raise click.ClickException(f"This file is not as it was signed: {verdict.wrong}.")
    click.echo(f"As it was signed, with the key {verdict.key}.")
