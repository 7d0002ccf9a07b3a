import click


@click.command("dev")
def command() -> None:
    """web, live, worker and clock together, as the environment says; for development."""
    from engine.processes import our_role, run_together, see_that_it_can_run
    from engine.settings import read_settings

    see_that_it_can_run(read_settings())
    run_together([our_role(name, name) for name in ("web", "live", "worker", "clock")], named=True)
