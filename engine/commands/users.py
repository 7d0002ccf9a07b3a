"""People who may sign in to the pages."""

import sys

import click

ROLES = ("agent", "lead", "ops", "admin", "read_only")


@click.group("users")
def command() -> None:
    """Let people sign in, list them, give them new passwords."""


@command.command()
@click.argument("login")
@click.option("--name", help="How pages call them; by default as the user name, or as the agent.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What they may do.")
@click.option("--agent", "agent_id", help="Which agent they are, where they take calls.")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", show_default=True, help="Of their pages.")
@click.option("--password-stdin", "from_input", is_flag=True, help="Read the password from standard input.")
def add(login: str, name: str | None, role: str, agent_id: str | None, lang: str, from_input: bool) -> None:
    """Let somebody sign in; their password is asked for twice."""
    from engine.account_desk import Wanted, add_account

    password = _password(from_input)
    add_account(Wanted(login=login, name=name, role=role, agent_id=agent_id, language=lang, password=password))
    click.echo(f"{login} may sign in.")


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_them(as_json: bool) -> None:
    """Everybody who may sign in or once could."""
    from engine.account_desk import accounts_here
    from engine.printing import print_rows

    print_rows(accounts_here(), as_json=as_json)


@command.command()
@click.argument("login")
@click.option("--password-stdin", "from_input", is_flag=True, help="Read the password from standard input.")
def passwd(login: str, from_input: bool) -> None:
    """Give somebody a new password; wherever they are signed in, that is over."""
    from engine.account_desk import new_password

    new_password(login, _password(from_input))
    click.echo("From now on the new one.")


def _password(from_input: bool) -> str:
    """Never as an argument: those stand in the shell's history and in the list of processes."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    password: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return password
