"""The centre's files as they are in force: publish one, go back, see what differs from what lies in the folder."""

from pathlib import Path

import click

from callbacks.centre_files import PUBLISHED_HERE

JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
NAME = click.argument("name", type=click.Choice(PUBLISHED_HERE))
AUTHOR = click.option("--author", help="Who does it; by default whoever is logged in.")
NOTE = click.option("--note", default="", help="Why, for those who read the history.")
BASE = click.option("--base", type=int, help="The version you looked at: refused when the file was published since.")


@click.group("rules")
def command() -> None:
    """The centre's files in force: a file counts as it lies in the folder until it is published."""


@command.command()
@JSON
def show(as_json: bool) -> None:
    """Each file: the version in force (0: as it lies), who published it, and whether the folder says something else."""
    from engine.printing import print_rows
    from engine.rules_desk import rules_desk_here

    print_rows(rules_desk_here().rows(), as_json=as_json)


@command.command()
@NAME
@JSON
def versions(name: str, as_json: bool) -> None:
    """Every version of a file, the newest first."""
    from engine.printing import print_rows
    from engine.rules_desk import rules_desk_here

    print_rows(rules_desk_here().versions(name), as_json=as_json)


@command.command("print")
@NAME
@click.argument("version", type=int, required=False)
def print_(name: str, version: int | None) -> None:
    """The text that is in force, or that of a VERSION: to be kept in the centre's folder, for instance."""
    from engine.rules_desk import rules_desk_here

    click.echo(rules_desk_here().text(name, version), nl=False)


@command.command()
@NAME
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@AUTHOR
@NOTE
@BASE
def publish(name: str, file: Path | None, *, author: str | None, note: str, base: int | None) -> None:
    """Put a FILE in force as the centre's NAME.yaml; by default the one that lies in the folder.

    Every process goes by it within a second or two.
    """
    from engine.rules_desk import rules_desk_here

    desk = rules_desk_here()
    done = desk.publish(name, file, desk.wish(author, note, base))
    click.echo(f"{name}.yaml: version {done.number} is in force.")


@command.command()
@NAME
@click.argument("version", type=int, required=False)
@AUTHOR
@NOTE
@BASE
def rollback(name: str, version: int | None, *, author: str | None, note: str, base: int | None) -> None:
    """Put the text of an earlier VERSION in force again, as a new one; by default the version before."""
    from engine.rules_desk import rules_desk_here

    desk = rules_desk_here()
    done = desk.roll_back(name, version, desk.wish(author, note, base))
    click.echo(f"{name}.yaml: version {done.number} is in force, with the text of version {done.restores}.")
