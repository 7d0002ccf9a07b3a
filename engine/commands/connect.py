"""Connections with other systems at the keyboard: who is told, who is asked, and whether it works."""

import json

import click

JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@click.group("connect")
def command() -> None:
    """Other systems: who is told of events, the CRM that knows owners, and whether both answer."""


@command.command()
@JSON
def show(as_json: bool) -> None:
    """The CRM and the subscribers, and how it stands with them."""
    from engine.centre import read_centre
    from engine.connect_desk import crm_shown, subscribers_shown
    from engine.demo_settings import source_here
    from engine.printing import print_rows

    settings = source_here().settings()
    crm = crm_shown(read_centre(settings.centre).connections)
    rows = subscribers_shown(settings)
    if as_json:
        click.echo(json.dumps({"crm": crm, "subscribers": rows}, ensure_ascii=False, indent=2, default=str))
        return
    click.echo(f"CRM: {crm['kind']} at {crm['url']}" if crm["kind"] else "CRM: none is asked.")
    for name in crm.get("not_set") or ():  # type: ignore[attr-defined]
        click.echo(f"  {name} is not set in the environment: it will refuse us.")
    click.echo("Told of events:")
    print_rows(rows, as_json=False)


@command.command()
@click.option("--phone", required=True, help="A caller's number, as the carrier would send it.")
@JSON
def owner(phone: str, as_json: bool) -> None:
    """Ask the CRM now who owns the matter of this caller, and how long it takes to say."""
    from engine.connect_desk import ask_owner
    from engine.demo_settings import source_here

    told = ask_owner(source_here().settings(), phone)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    named = told["owner"]
    who = f"{named['email'] or named['id']} (case {named['case'] or '-'})" if named else "nobody"
    ours = f", who is our agent {told['agent']}" if told["agent"] else ", who is none of our agents" if named else ""
    click.echo(f"{who}{ours}. It took {told['milliseconds']} ms.")


@command.command()
@click.argument("subscription")
@JSON
def test(subscription: str, as_json: bool) -> None:
    """Send an event to this subscriber, now, and tell what it answered. Exit status 1 where it did not arrive."""
    from engine.connect_desk import try_subscriber
    from engine.demo_settings import source_here

    told = try_subscriber(source_here().settings(), subscription)
    click.echo(json.dumps(told, indent=2) if as_json else ", ".join(f"{name}: {told[name]}" for name in told))
    if told["state"] != "delivered":
        raise SystemExit(1)


@command.command()
@click.option("--port", type=click.IntRange(1, 65_535), default=8099, show_default=True)
@click.option("--secret", help="whsec_…: events are verified with it, and refused where they are not ours.")
@click.option("--owner", "owners", multiple=True, help="+905447778899=burak: answers as a CRM would.")
def listen(port: int, secret: str | None, owners: tuple[str, ...]) -> None:
    """Be the other system, on this machine: tell every event that comes, and answer whose a caller is. Until Ctrl-C."""
    from datetime import UTC, datetime

    from engine.listening import Listener, listening_on

    pairs = dict(pair.partition("=")[::2] for pair in owners)
    listener = Listener(tell=click.echo, clock=lambda: datetime.now(UTC), secret=secret, owners=pairs)
    try:
        with listening_on(port, listener) as server:
            click.echo(f"Listening on http://127.0.0.1:{port}/ (Ctrl-C ends it).")
            server.serve_forever()
    except KeyboardInterrupt:
        return
    except OSError as trouble:
        raise click.ClickException(f"Port {port}: {trouble.strerror}.") from None
