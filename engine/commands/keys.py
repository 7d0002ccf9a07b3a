"""Keys for programs that use the REST API."""

import click

ROLES = ("agent", "lead", "ops", "admin", "read_only")


@click.group("keys")
def command() -> None:
    """Make, list and revoke keys of the REST API."""


@command.command()
@click.option("--name", required=True, help="Who will use it.")
@click.option("--role", required=True, type=click.Choice(ROLES), help="What it may do.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def add(name: str, role: str, as_json: bool) -> None:
    """Make a key and print it: now and never again."""
    from engine.demo_settings import source_here
    from engine.keyring import add_key
    from engine.printing import print_rows

    key = add_key(source_here().settings(), name=name, role=role)
    if as_json:
        print_rows([{"name": name, "role": role, "key": key}], as_json=True)
    else:
        click.echo(key)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_them(as_json: bool) -> None:
    """Every key ever made, without its secret."""
    from engine.demo_settings import source_here
    from engine.keyring import all_keys
    from engine.printing import print_rows

    keys = all_keys(source_here().settings())
    rows: list[dict[str, object]] = [
        {"id": key.id, "name": key.name, "role": key.role, "made": key.made_at, "revoked": key.revoked_at or "-"}
        for key in keys
    ]
    print_rows(rows, as_json=as_json)


@command.command()
@click.argument("id")
def revoke(id: str) -> None:
    """Let the key of that id open nothing any more."""
    from engine.demo_settings import source_here
    from engine.keyring import revoke as revoke_key

    if not revoke_key(source_here().settings(), id):
        raise click.ClickException(f"There is no key {id} that still opens anything.")
    click.echo("Revoked.")
