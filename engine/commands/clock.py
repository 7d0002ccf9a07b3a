import click


@click.command("clock")
def command() -> None:
    """Keep deadlines, write the journal, reconcile with Twilio."""
    from engine.logging import start_logging
    from engine.processes import keep_time
    from engine.settings import read_settings

    settings = read_settings()
    start_logging(as_json=settings.mode == "production")
    keep_time(settings)
