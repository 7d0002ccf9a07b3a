import click


@click.command("worker")
@click.option("--queue", help="Serve this queue alone; by default one child for each.")
def command(queue: str | None) -> None:
    """Ring agents, bring callers and agents together, end legs."""
    from engine.logging import start_logging
    from engine.processes import work, work_on_all_queues
    from engine.settings import read_settings

    settings = read_settings()
    start_logging(as_json=settings.mode == "production")
    if queue:
        work(settings, queue)
    else:
        work_on_all_queues(settings)
