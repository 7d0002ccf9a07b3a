import click


@click.command("web")
def command() -> None:
    """Answer webhooks, pages and the API."""
    from engine.logging import start_logging
    from engine.processes import serve_web
    from engine.settings import read_settings

    settings = read_settings()
    start_logging(as_json=settings.mode == "production")
    serve_web(settings)
