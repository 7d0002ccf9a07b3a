import re

import click

ADDRESS = re.compile(r"\+[1-9]\d{6,14}|anonymous")
FIRST_TIME_CALLER = "+905559990000"


def _address(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    if value is not None and not ADDRESS.fullmatch(value.replace(" ", "")):
        raise click.BadParameter(f"{value!r} is not a number like +905551112233")
    return value.replace(" ", "") if value else None


@click.command("dial")
@click.option("--from", "from_", default=FIRST_TIME_CALLER, callback=_address, help="The number you call from.")
@click.option("--to", callback=_address, help="The number you call; the centre's unless given.")
@click.option("--name", default="", help="What you are called in the transcript.")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed here.")
def command(from_: str, to: str | None, name: str, lang: str) -> None:
    """A telephone in this terminal, against the running demo.

    What is said to you appears line by line. Type keys (2, 4812#) or words; h hangs up. From a pipe each line is one
    action; `wait 5` waits, `/hear TEXT` waits until that is said. Exit 1 if the call is not answered.
    """
    import sys

    from engine.centre_in_force import centre_here_in_force
    from engine.demo import simulator_url
    from engine.demo_settings import demo_started_here
    from engine.handset_line import HandsetLine
    from engine.terminal_phone import TerminalPhone

    settings = demo_started_here().settings()
    called = to or settings.caller_id or centre_here_in_force(settings).policy.centre_number
    line = HandsetLine(simulator_url(settings), from_)
    line.take(name)
    try:
        phone = TerminalPhone(line, lambda text: click.echo(text), lang)
        phone.talk(called, sys.stdin, at_keyboard=sys.stdin.isatty())
    finally:
        line.put_back()
