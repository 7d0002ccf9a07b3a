from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.http_stage import HttpStage
    from engine.settings import Settings

LOOKS_EVERY_SECONDS = 5.0
STARTING = {"tr": "Başlıyor…", "en": "Starting…"}


@click.command("demo")
@click.option("--once", is_flag=True, help="Stop after the first call's transcript.")
@click.option("--reset", is_flag=True, help="Begin with an empty demo folder.")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed here.")
@click.option("--calm", is_flag=True, help="Place no call, now or later; only start.")
def command(once: bool, reset: bool, lang: str, calm: bool) -> None:
    """Everything on this machine against the local Twilio simulator, beginning with one call."""
    click.echo(STARTING[lang])
    import os

    from engine.demo import demo_running, forget_everything
    from engine.demo_day import begin_the_day
    from engine.demo_settings import keep_to, new_demo
    from engine.telling import tell_what_is_ignored, tell_where_to_go

    os.umask(0o077)  # what a demo keeps is nobody else's
    demo = new_demo()
    settings = demo.settings()
    tell_what_is_ignored(demo, lang)
    keep_to(demo)
    if reset:
        forget_everything(settings)
    with demo_running(settings, quiet=True) as stage:
        failed = not calm and not _first_call_comes_out(settings, stage, lang)
        if not once:
            stage.stop_telling()
            begin_the_day(stage)
            tell_where_to_go(settings, lang, beside_something=bool(demo.ignored))
            _goes_on(settings, stage, calm=calm)
    raise SystemExit(1 if failed else 0)


def _first_call_comes_out(settings: "Settings", stage: "HttpStage", lang: str) -> bool:
    from engine.demo import first_call
    from engine.demo_own import remember_first_calls
    from engine.scripted_call import read_script
    from engine.telling import play_and_tell

    kept = play_and_tell(stage, read_script(first_call()), lang)
    remember_first_calls(settings.var, [told.call for told in stage.callers().values()])
    return kept


def _goes_on(settings: "Settings", stage: "HttpStage", *, calm: bool) -> None:
    """Until somebody stops it. Unless it is to be calm, customers of the demo's own ring in meanwhile."""
    from engine.demo_day import people_come_back
    from engine.demo_life.errand import read_errands
    from engine.demo_living import goes_on, life_in
    from engine.stop_signal import StopSignal

    end = StopSignal()
    end.on_signals()
    life = None if calm else life_in(settings, stage, read_errands())
    while not end.wait(LOOKS_EVERY_SECONDS):
        if life is None:
            people_come_back(stage)
        else:
            goes_on(life)
