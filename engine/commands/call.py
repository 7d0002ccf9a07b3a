from pathlib import Path

import click


@click.command("call")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed here.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Save the transcript, numbers masked.",
)
def command(file: Path, lang: str, html: Path | None) -> None:
    """Play a scripted call against the running demo; exit 1 if it came out otherwise, 3 if FILE has a mistake."""
    from engine.demo import key_of_running_demo, stage_of
    from engine.demo_day import begin_the_day
    from engine.demo_settings import demo_started_here
    from engine.telling import play_and_tell, save_page

    settings = demo_started_here().settings()
    stage = stage_of(settings, key_of_running_demo(settings))
    kept = play_and_tell(stage, file, lang)
    if html is not None:
        save_page(stage, html, lang)
    stage.stop_telling()
    begin_the_day(stage)  # the script's people go home: telephones on the page answer as before
    raise SystemExit(0 if kept else 1)
