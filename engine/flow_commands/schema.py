import click


@click.command("schema")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of the explanations.")
def command(lang: str) -> None:
    """The language of flows as JSON Schema, for an editor that completes and explains while you type."""
    import json

    from ivr.reference.schema import flow_schema

    click.echo(json.dumps(flow_schema(lang), ensure_ascii=False, indent=2))
