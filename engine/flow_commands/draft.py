import click


@click.command("draft")
@click.argument("names", nargs=-1)
@click.option("--drop", is_flag=True, help="Take the drafts of these flows away again.")
@click.option("--author", help="Whose draft it is; by default whoever is logged in.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(names: tuple[str, ...], drop: bool, author: str | None, as_json: bool) -> None:
    """Let the test numbers reach the files of these flows, and list all drafts; without NAMES, only list them.

    A test number is one with `draft: true` in numbers.yaml. All other calls stay on what is published.
    """
    from engine.demo_settings import source_here
    from engine.flow_desk import FlowDesk
    from engine.printing import print_rows

    desk = FlowDesk(source_here().settings())
    if drop:
        desk.drop_drafts(names, desk.wish(author, "", None))
    elif names:
        desk.save_drafts(names, desk.wish(author, "", None))
    print_rows(desk.drafts(), as_json=as_json)
