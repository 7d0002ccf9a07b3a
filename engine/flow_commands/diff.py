import click


@click.command("diff")
@click.argument("name")
@click.argument("before", required=False)
@click.argument("after", required=False)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def command(name: str, before: str | None, after: str | None, as_json: bool) -> None:
    """What is different between two versions of a flow, in nodes and ways and in its text.

    A version is a number, a hash, `published`, `draft` or `file`; by default what is published and the file.
    """
    import json

    from engine.demo_settings import source_here
    from engine.flow_desk import FlowDesk
    from ivr.publishing.difference import difference, lines_of

    desk = FlowDesk(source_here().settings())
    old, new = before or "published", after or "file"
    found = difference(desk.found(name, old), desk.found(name, new), (f"{name} {old}", f"{name} {new}"))
    if as_json:
        click.echo(json.dumps(found.as_data(), ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join(lines_of(found)) or "There is no difference.")
