"""Who asked for more than an agent may give, what was decided, and which rule saw what."""

from typing import Any

import click

from escalations.words import DECISIONS, TRIGGERS

JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
LANG = click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")


@click.group("escalations")
def command() -> None:
    """List and show escalations, and explain why each was decided as it was."""


@command.command("list")
@click.option("--open/--all", "only_open", default=False, help="Only those that are still open.")
@click.option("--case", help="About this case.")
@click.option("--trigger", type=click.Choice(TRIGGERS), help="Thought of for this.")
@click.option("--decision", type=click.Choice(DECISIONS), help="Decided like this.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@JSON
@LANG
def list_them(only_open: bool, as_json: bool, lang: str, **query: Any) -> None:
    """The latest first; for no agent, and ranked by none."""
    from engine.escalation_desk import escalation_desk_here
    from engine.escalations_told import escalation_rows, word
    from engine.printing import print_json, print_rows

    desk = escalation_desk_here(lang)
    found = desk.found(**query, open=True if only_open else None)
    if as_json:
        print_json([one.model_dump(mode="json") for one in found])
    elif not found:
        click.echo(word("none", lang))
    else:
        print_rows(escalation_rows(found, desk.zone, lang), as_json=False)


@command.command()
@click.argument("escalation")
@JSON
@LANG
def show(escalation: str, as_json: bool, lang: str) -> None:
    """One ESCALATION, named by its id or how that begins."""
    from engine.escalation_desk import escalation_desk_here
    from engine.escalations_told import facts, summary
    from engine.printing import print_json

    desk = escalation_desk_here(lang)
    one = desk.whole(escalation)
    if as_json:
        print_json(one.model_dump(mode="json"))
        return
    click.echo("\n".join([one.id, summary(one, desk.zone, lang), *facts(one, lang)]))


@command.command()
@click.argument("escalation")
@LANG
def explain(escalation: str, lang: str) -> None:
    """Which rule saw what about this ESCALATION, and which one decided."""
    from engine.escalation_desk import escalation_desk_here
    from engine.escalations_told import in_language, summary

    desk = escalation_desk_here(lang)
    one = desk.whole(escalation)
    click.echo("\n".join([summary(one, desk.zone, lang), *(in_language(line, lang) for line in one.explained)]))
