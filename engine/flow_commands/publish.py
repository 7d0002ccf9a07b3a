import click


@click.command("publish")
@click.argument("names", nargs=-1)
@click.option("--author", help="Who publishes; by default whoever is logged in.")
@click.option("--note", default="", help="Why, for those who read the history.")
@click.option("--base", help="The release you looked at: refused when a flow was published since.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(names: tuple[str, ...], author: str | None, note: str, base: str | None, as_json: bool) -> None:
    """Put flows of the centre's files in force: those NAMES, or every file that is new.

    New calls start on them within a second or so; calls under way stay on what they started on.
    """
    from engine.demo_settings import source_here
    from engine.flow_desk import FlowDesk
    from engine.printing import print_publication

    desk = FlowDesk(source_here().settings())
    print_publication(desk.publish(names, desk.wish(author, note, base)), as_json=as_json)
