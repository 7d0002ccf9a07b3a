import click


@click.command("live")
def command() -> None:
    """Stream events to desks and wallboards."""
    from engine.logging import start_logging
    from engine.processes import serve_live
    from engine.settings import read_settings

    settings = read_settings()
    start_logging(as_json=settings.mode == "production")
    serve_live(settings)
