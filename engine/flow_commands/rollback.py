import click


@click.command("rollback")
@click.argument("name")
@click.argument("version", required=False)
@click.option("--author", help="Who does it; by default whoever is logged in.")
@click.option("--note", default="", help="Why, for those who read the history.")
@click.option("--base", help="The release you looked at: refused when the flow was published since.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(name: str, version: str | None, *, author: str | None, note: str, base: str | None, as_json: bool) -> None:
    """Put an earlier VERSION of a flow in force again, by its number or hash; by default the one before."""
    from engine.demo_settings import source_here
    from engine.flow_desk import FlowDesk
    from engine.printing import print_publication

    desk = FlowDesk(source_here().settings())
    print_publication(desk.roll_back(name, version, desk.wish(author, note, base)), as_json=as_json)
