"""Who asked for more than an agent may give, what was decided, and which rule saw what."""

from typing import Any

import click

from escalations.words import DECISIONS, OUTCOMES, TRIGGERS

KEY = click.option("--key", envvar="SAHIP_API_KEY", help="An API key; the demo has one of its own.")
JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
LANG = click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")


@click.group("escalations")
def command() -> None:
    """List and show escalations, explain why each was decided as it was, and write down what came of it."""


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


@command.command()
@click.argument("escalation")
@click.option("--by", required=True, help="Who decides: a lead or manager, and not the agent.")
@click.option("--outcome", required=True, type=click.Choice(OUTCOMES))
@click.option("--answer", required=True, help="What the customer is told.")
@click.option("--right", help="What the agent did right; told to them first.")
@click.option("--gap", help="What the rule does not say.")
@click.option("--owner", "owner_id", help="Whose task the gap is; by default who decides.")
@click.option("--due", "due_on", help="Until which day: 2026-12-31; by default thirty days on.")
@click.option("--write", is_flag=True, help="Also write the answer to the customer.")
@KEY
@JSON
@LANG
def outcome(escalation: str, key: str | None, as_json: bool, lang: str, **wanted: Any) -> None:
    """What came of ESCALATION, named by its id or how that begins. Once."""
    from engine.api_here import done_here
    from engine.escalation_desk import escalation_desk_here
    from engine.escalations_told import outcome_told
    from engine.printing import print_json

    name = escalation_desk_here(lang).whole(escalation).id
    body = {field: value for field, value in wanted.items() if value is not None}
    done = done_here("POST", f"escalations/{name}/outcome", body, key=key, lang=lang)
    if as_json:
        print_json(done)
    else:
        click.echo("\n".join(outcome_told(done, lang)))
