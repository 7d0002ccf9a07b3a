import click


@click.command("simulate")
@click.option("--hours", type=click.FloatRange(0, min_open=True, max=10_000), default=1.0, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed is the same day.")
@click.option("--calls-per-hour", type=click.FloatRange(0, min_open=True, max=2_000), default=40.0, show_default=True)
@click.option("--faults", default="", help="What goes wrong, one chance in a hundred: names with commas, or `all`.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed here.")
def command(hours: float, seed: int, calls_per_hour: float, faults: str, as_json: bool, lang: str) -> None:
    """Hours of a whole centre in virtual time, in this process; exit 1 if anybody was lost."""
    from engine.simulate import faults_named, simulate, speed_told, told

    try:
        kinds = faults_named(faults)
    except ValueError as unknown:
        raise click.BadParameter(str(unknown), param_hint="--faults") from None
    simulated = simulate(hours=hours, seed=seed, calls_per_hour=calls_per_hour, faults=kinds)
    click.echo(told(simulated, as_json=as_json, lang=lang))
    if not as_json:
        click.echo(speed_told(simulated, lang), err=True)
    raise SystemExit(1 if simulated.figures.broken else 0)
