import click

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@click.command("api")
@click.argument("method", type=click.Choice(METHODS, case_sensitive=False))
@click.argument("path")
@click.option("--data", help="The body, as JSON.")
@click.option("--key", envvar="SAHIP_API_KEY", help="An API key; the demo has one of its own.")
@click.option("--once", help="An Idempotency-Key: the same request under it again has one effect.")
def command(method: str, path: str, data: str | None, key: str | None, once: str | None) -> None:
    """Ask the REST API of the engine that runs here: sahip api GET cases/4812."""
    import json

    from engine.api_here import ask_here
    from engine.api_request import ApiRequest, body_of

    reply = ask_here(ApiRequest(method=method, path=path, body=body_of(data), once=once), key=key)
    click.echo(json.dumps(reply.told, ensure_ascii=False, indent=2))
    if not reply.well:
        raise SystemExit(1)
