from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.scripted_call import Script


@click.command("call")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed here.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    help="Save the transcript, numbers masked.",
)
def command(file: Path, lang: str, html: Path | None) -> None:
    """Play a scripted call against the running demo; exit 1 if it came out otherwise, 3 if FILE has a mistake.

    One that needs other rules than the demo has is played in a centre of its own, without a demo.
    """
    from engine.scripted_call import read_script

    script = read_script(file)
    kept = _in_a_centre_of_its_own(script, lang, html) if script.rules else _in_the_demo(script, lang, html)
    raise SystemExit(0 if kept else 1)


def _in_a_centre_of_its_own(script: "Script", lang: str, html: Path | None) -> bool:
    from engine.centre_of_its_own import centre_of_its_own, why_in_a_centre_of_its_own
    from engine.telling import play_and_tell, save_page

    with centre_of_its_own(script) as stage:
        kept = play_and_tell(stage, script, lang, beforehand=why_in_a_centre_of_its_own(script, lang))
        if html is not None:
            save_page(stage, html, lang)
    return kept


def _in_the_demo(script: "Script", lang: str, html: Path | None) -> bool:
    from engine.demo import key_of_running_demo, stage_of
    from engine.demo_day import begin_the_day
    from engine.demo_life.scene import scene_to_itself, wait_for_the_wings
    from engine.demo_settings import demo_started_here
    from engine.telling import play_and_tell, save_page

    settings = demo_started_here().settings()
    stage = stage_of(settings, key_of_running_demo(settings))
    with scene_to_itself(settings.var):
        wait_for_the_wings(stage)
        kept = play_and_tell(stage, script, lang)
        if html is not None:
            save_page(stage, html, lang)
        stage.stop_telling()
        begin_the_day(stage)  # the script's people go home: telephones on the page answer as before
    return kept
