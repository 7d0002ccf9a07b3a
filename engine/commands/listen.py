"""Leads listen to conversations, whisper to agents and step in; who is beside a newcomer does."""

from typing import Any

import click

from escalations.words import MODES

KEY = click.option("--key", envvar="SAHIP_API_KEY", help="An API key; the demo has one of its own.")
JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
LANG = click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")


@click.group("listen")
def command() -> None:
    """Have somebody listen to a conversation, change how they are heard, or end it."""


@command.command("list")
@click.argument("call")
@KEY
@JSON
@LANG
def list_them(call: str, key: str | None, as_json: bool, lang: str) -> None:
    """Who listens to CALL or is on their way; those in silence only for keys that may do so themselves."""
    from engine.listening_told import listeners_of, listening_rows
    from engine.printing import print_json, print_rows
    from escalations.in_words import said

    found = listeners_of(call, key=key, lang=lang)
    if as_json:
        print_json(found)
    elif not found:
        click.echo(said("cli", "nobody_listens").spoken_in(lang))
    else:
        print_rows(listening_rows(found, lang), as_json=False)


@command.command()
@click.argument("call")
@click.argument("listener")
@click.option("--mode", type=click.Choice(MODES), default="monitor", show_default=True)
@click.option("--why", required=True, help="What for, as the audit has it.")
@click.option("--silent", is_flag=True, help="The agent is not told.")
@KEY
@JSON
@LANG
def begin(call: str, listener: str, key: str | None, as_json: bool, lang: str, **wanted: Any) -> None:
    """LISTENER, a lead who is ready or the agent's buddy, is rung and listens to CALL."""
    from engine.api_here import done_here
    from engine.printing import print_json
    from escalations.in_words import said

    made = done_here("POST", f"calls/{call}/listeners", {"listener_id": listener, **wanted}, key=key, lang=lang)
    if as_json:
        print_json(made)
        return
    words = "asked_in_silence" if made["silent"] else "asked_to_listen"
    click.echo(said("cli", words, listener=listener, agent=made["agent_id"]).spoken_in(lang))


@command.command()
@click.argument("call")
@click.argument("listener")
@click.argument("mode", type=click.Choice(MODES))
@KEY
@LANG
def change(call: str, listener: str, mode: str, key: str | None, lang: str) -> None:
    """LISTENER of CALL hears only, whispers or steps in from now on."""
    from engine.api_here import done_here
    from engine.listening_told import path_of_listener
    from escalations.in_words import said

    done_here("PATCH", path_of_listener(call, listener, key=key, lang=lang), {"mode": mode}, key=key, lang=lang)
    click.echo(said("cli", "mode_changed", listener=listener, mode=said("cli", f"mode_{mode}")).spoken_in(lang))


@command.command()
@click.argument("call")
@click.argument("listener")
@KEY
@LANG
def end(call: str, listener: str, key: str | None, lang: str) -> None:
    """LISTENER of CALL is taken out; the conversation notices nothing."""
    from engine.api_here import done_here
    from engine.listening_told import path_of_listener
    from escalations.in_words import said

    done_here("DELETE", path_of_listener(call, listener, key=key, lang=lang), key=key, lang=lang)
    click.echo(said("cli", "listens_no_more", listener=listener).spoken_in(lang))
