import click


@click.command("export")
@click.argument("name")
@click.argument("version", default="published")
@click.option("--json", "as_json", is_flag=True, help="What is printed is JSON in any case.")
def command(name: str, version: str, as_json: bool) -> None:
    """A flow as JSON, which is a flow file as well: YAML 1.2 reads it.

    VERSION is a number, a hash, `published`, `draft` or `file`; by default what is published.
    """
    import json

    from engine.demo_settings import source_here
    from engine.flow_desk import FlowDesk

    found = FlowDesk(source_here().settings()).found(name, version)
    click.echo(json.dumps(found.flow.model_dump(exclude_none=True), ensure_ascii=False, indent=2))
