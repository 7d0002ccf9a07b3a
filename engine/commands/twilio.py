"""The account's numbers: that they lead to us, whether they do, and that they do so no more."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.settings import Settings
    from engine.twilio_desk import Change

NUMBER = re.compile(r"\+[1-9]\d{6,14}")
ADDRESS = re.compile(r"https?://[^/?#@\s]+(/[^?#\s]*)?")


def _numbers(context: click.Context, option: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    for value in values:
        if not NUMBER.fullmatch(value.replace(" ", "")):
            raise click.BadParameter(f"{value!r} is not a number like +902121234567")
    return tuple(dict.fromkeys(value.replace(" ", "") for value in values))


def _address(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not ADDRESS.fullmatch(value):
        raise click.BadParameter(f"{value!r} is not a full address like https://calls.example.com")
    return value.rstrip("/") if value else None


NUMBERS = click.option(
    "--number",
    "numbers",
    multiple=True,
    callback=_numbers,
    help="A number of the account; may be repeated. All of numbers.yaml where none is given.",
)
URL = click.option("--url", callback=_address, help="Our public address; by default SAHIP_PUBLIC_URL.")
FALLBACK = click.option(
    "--fallback-url",
    "fallback",
    callback=_address,
    help="Asked where we give no answer, such as a TwiML Bin; by default our /voice/fallback.",
)
DRY_RUN = click.option("--dry-run", is_flag=True, help="Tell what would be changed, and change nothing.")
JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
LANG = click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")


@click.group("twilio")
def command() -> None:
    """Lead numbers of the Twilio account to us, see whether they do, and let them go."""


@command.command()
@NUMBERS
@URL
@FALLBACK
@DRY_RUN
@JSON
@LANG
def connect(numbers: tuple[str, ...], url: str | None, fallback: str | None, dry_run: bool, as_json: bool,
            lang: str) -> None:  # fmt: skip
    """Have calls and messages to a number asked of us, and our browsers' application (TWILIO_TWIML_APP_SID) too.

    Every number is looked at before one is changed, and what is right already is left alone.
    """
    from engine.demo_settings import source_here
    from engine.twilio_desk import our_numbers, twilio_desk

    settings = source_here().settings()
    _warn_of_signatures(settings, url, lang)
    with twilio_desk(settings, url=url, lang=lang) as desk:
        wanted = numbers or our_numbers(settings)
        changes = desk.to_connect(wanted, fallback)
        if not dry_run:
            desk.carry_out(changes)
    _tell(changes, "then", as_json=as_json, lang=lang)
    _say(_outcome(changes, dry_run, "connected", "already"), wanted, desk.url, as_json=as_json, lang=lang)


@command.command()
@NUMBERS
@URL
@FALLBACK
@JSON
@LANG
@click.pass_context
def status(context: click.Context, numbers: tuple[str, ...], url: str | None, fallback: str | None, as_json: bool,
           lang: str) -> None:  # fmt: skip
    """What at Twilio is otherwise than it should be. Exit status 1 where something is."""
    from engine.demo_settings import source_here
    from engine.twilio_desk import our_numbers, twilio_desk

    settings = source_here().settings()
    with twilio_desk(settings, url=url, lang=lang) as desk:
        wanted = numbers or our_numbers(settings)
        changes = desk.to_connect(wanted, fallback)
    _tell(changes, "wanted", as_json=as_json, lang=lang)
    _say("apart" if changes else "already", wanted, desk.url, as_json=as_json, lang=lang)
    context.exit(1 if changes else 0)


@command.command()
@NUMBERS
@URL
@DRY_RUN
@JSON
@LANG
def disconnect(numbers: tuple[str, ...], url: str | None, dry_run: bool, as_json: bool, lang: str) -> None:
    """Take our addresses off a number; what leads to somebody else stays."""
    from engine.demo_settings import source_here
    from engine.twilio_desk import our_numbers, twilio_desk

    settings = source_here().settings()
    with twilio_desk(settings, url=url, lang=lang) as desk:
        wanted = numbers or our_numbers(settings)
        changes = desk.to_disconnect(wanted)
        if not dry_run:
            desk.carry_out(changes)
    _tell(changes, "then", as_json=as_json, lang=lang)
    _say(_outcome(changes, dry_run, "disconnected", "free_already"), wanted, desk.url, as_json=as_json, lang=lang)


def _warn_of_signatures(settings: "Settings", url: str | None, lang: str) -> None:
    from engine.twilio_said import word

    if url is not None and url != settings.public_url:
        click.echo(word("signatures", lang, public=settings.public_url, url=url), err=True)


def _outcome(changes: Sequence["Change"], dry_run: bool, done: str, nothing: str) -> str:
    if not changes:
        return nothing
    return "would_change" if dry_run else done


def _tell(changes: Sequence["Change"], then: str, *, as_json: bool, lang: str) -> None:
    """Programs read the names of Twilio's fields; people read what they are for."""
    from engine.printing import print_json, print_rows
    from engine.twilio_said import word

    rows = [row for change in changes for row in change.rows()]
    if as_json:
        print_json(rows)
    elif rows:
        empty = word("nothing", lang)
        print_rows([{word("number", lang): row["number"], word("field", lang): word(row["field"], lang),
                     word("now", lang): row["now"] or empty, word(then, lang): row["then"] or empty}
                    for row in rows], as_json=False)  # fmt: skip


def _say(key: str, numbers: Sequence[str], url: str, *, as_json: bool, lang: str) -> None:
    from engine.twilio_said import word

    if not as_json:
        click.echo(word(key, lang, names=", ".join(numbers), url=url))
