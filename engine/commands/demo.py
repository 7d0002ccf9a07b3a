from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from engine.http_stage import HttpStage

LOOKS_EVERY_SECONDS = 5.0
STARTING = {"tr": "Başlıyor…", "en": "Starting…"}


@click.command("demo")
@click.option("--once", is_flag=True, help="Stop after the first call's transcript.")
@click.option("--reset", is_flag=True, help="Begin with an empty demo folder.")
@click.option("--lang", type=click.Choice(["tr", "en"]), default="tr", help="The language of what is printed here.")
@click.option("--calm", is_flag=True, help="Place no call; only start.")
def command(once: bool, reset: bool, lang: str, calm: bool) -> None:
    """Everything on this machine against the local Twilio simulator, beginning with one call."""
    click.echo(STARTING[lang])
    import os

    from engine.demo import demo_running, first_call, forget_everything
    from engine.demo_day import begin_the_day
    from engine.demo_settings import keep_to, new_demo
    from engine.scripted_call import read_script
    from engine.telling import play_and_tell, tell_what_is_ignored, tell_where_to_go

    os.umask(0o077)  # what a demo keeps is nobody else's
    demo = new_demo()
    settings = demo.settings()
    tell_what_is_ignored(demo, lang)
    keep_to(demo)
    if reset:
        forget_everything(settings)
    with demo_running(settings, quiet=True) as stage:
        failed = False if calm else not play_and_tell(stage, read_script(first_call()), lang)
        if not once:
            stage.stop_telling()
            begin_the_day(stage)
            tell_where_to_go(settings, lang, beside_something=bool(demo.ignored))
            _wait_for_the_end(stage)
    raise SystemExit(1 if failed else 0)


def _wait_for_the_end(stage: "HttpStage") -> None:
    from engine.demo_day import people_come_back
    from engine.stop_signal import StopSignal

    end = StopSignal()
    end.on_signals()
    while not end.wait(LOOKS_EVERY_SECONDS):
        people_come_back(stage)
