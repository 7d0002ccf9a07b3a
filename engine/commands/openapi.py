import click


@click.command("openapi")
def command() -> None:
    """The REST API, described for programs: what /api/openapi.json serves."""
    import json

    from console.api.openapi import openapi
    from console.api.operations import OPERATIONS

    click.echo(json.dumps(openapi(OPERATIONS), ensure_ascii=False, indent=2))
