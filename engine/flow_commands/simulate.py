import click

A_NUMBER = r"^\+[1-9][0-9]{6,14}$"


def _caller(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    import re

    if value is None or re.match(A_NUMBER, number := value.replace(" ", "")):
        return value and number
    if value in ("anonymous", "withheld"):
        return "withheld"
    raise click.BadParameter(f"{value!r} is not a number like +905551112233, nor anonymous")


@click.command("simulate")
@click.argument("name", required=False)
@click.option("--from", "from_", callback=_caller, help="The number you call from, or anonymous.")
@click.option("--at", help="The moment of the call in the centre's time zone, such as 2026-11-25 23:10.")
@click.option("--case", help="Your open case: you are a customer we know.")
@click.option("--tier", help="Your tier: you are a customer we know.")
@click.option("--speaks", type=click.Choice(["tr", "en"]), help="Your language; the flow's unless given.")
@click.option("--verified", is_flag=True, help="You have proved who you are.")
@click.option("--closed", multiple=True, help="A calendar that is closed. May be given several times.")
@click.option("--nobody", is_flag=True, help="Nobody is at work, as at night.")
@click.option("--outcome", multiple=True, help="NODE=WAY: how something asked of the world comes out.")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed here.")
def command(name: str | None, lang: str, outcome: tuple[str, ...], **given: object) -> None:
    """Call a flow without a telephone: type keys or words, see its nodes and what they ask of the world.

    NAME is a flow; by default the one that answers the centre's first number. From a pipe each line is one action. What
    a node asks of the world comes out as --outcome says, or as you answer.
    """
    import sys

    from pydantic import ValidationError

    from engine.centre import read_centre
    from engine.flow_folder import centre_of
    from engine.flow_simulation import Simulation, given_by
    from engine.flow_tests import premises_of
    from ivr.yaml_file import nearest

    centre = read_centre(centre_of(None))
    flow = name or next(iter(centre.flow_of_number.values()))
    if flow not in centre.flows:
        raise click.BadParameter(f"there is no flow `{flow}`{nearest(flow, list(centre.flows))}", param_hint="NAME")
    try:
        caller = given_by(given, outcome)
    except ValidationError as invalid:
        first = invalid.errors()[0]
        raise click.UsageError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    Simulation(premises_of(centre), click.echo, iter(sys.stdin), lang).run(flow, caller)
