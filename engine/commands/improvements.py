"""What rules do not say yet: found by those who decided on escalations, each somebody's task until a day."""

import click

JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")
LANG = click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed.")


@click.group("improvements")
def command() -> None:
    """List gaps found in rules, and end them."""


@command.command("list")
@click.option("--open/--all", "only_open", default=True, help="Only those that are still open.")
@JSON
@LANG
def list_them(only_open: bool, as_json: bool, lang: str) -> None:
    """The next due first."""
    from engine.improvement_desk import improvement_rows, improvements_here
    from engine.printing import print_json, print_rows
    from escalations.in_words import said

    found = improvements_here(only_open=only_open, lang=lang)
    if as_json:
        print_json([one.model_dump(mode="json") for one in found])
    elif not found:
        click.echo(said("outcome", "none").spoken_in(lang))
    else:
        print_rows(improvement_rows(found, lang), as_json=False)


@command.command()
@click.argument("improvement", type=int)
@click.option("--outcome", required=True, help="What was changed, or why nothing is.")
@click.option("--author", help="Who orders it, for the audit; by default who is at the keyboard.")
@LANG
def end(improvement: int, outcome: str, author: str | None, lang: str) -> None:
    """IMPROVEMENT, by its number, is done or will not be."""
    from engine.hours_desk import who_orders
    from engine.improvement_desk import ends_here
    from escalations.in_words import said

    ends_here(improvement, outcome=outcome, by=who_orders(author), lang=lang)
    click.echo(said("outcome", "ended", id=improvement).spoken_in(lang))
