"""What the demo and `sahip call` print: a transcript, and whether the call came out as its script says."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

from engine.demo_settings import Source
from engine.errors import FileNotWritten
from engine.http_stage import HttpStage
from engine.scripted_call import Script, play
from engine.settings import Settings
from engine.shipped import shipped
from engine.simulated_stage import SimulatedStage

WORDS: Final = {
    "tr": {"kept": "Çağrı senaryodaki gibi geçti.", "otherwise": "Çağrı başka türlü geçti:",
           "open": "Çalışıyor. Durdurmak için Ctrl-C.", "api": "API belgeleri", "call": "Başka bir çağrı",
           "why": "Neden Ayşe?", "front": "Sayfalar", "phone": "Telefonlar",
           "desk": "Temsilci", "floor": "Takım lideri", "studio": "Akışlar",
           "ready": "Hazır mı?", "ignored": "Demo şunları kullanmaz:",
           "saved": "Kaydedildi:"},
    "en": {"kept": "The call came out as its script says.", "otherwise": "The call came out otherwise:",
           "open": "Running. Ctrl-C stops it.", "api": "API documents", "call": "Another call",
           "why": "Why Ayşe?", "front": "Pages", "phone": "Telephones",
           "desk": "Agent", "floor": "Lead", "studio": "Flows",
           "ready": "Ready?", "ignored": "The demo does not use:",
           "saved": "Saved:"},
}  # fmt: skip


def play_and_tell(
    stage: HttpStage | SimulatedStage, script: Script, language: str, *, beforehand: Sequence[str] = ()
) -> bool:
    """Play a scripted call and print what happened. True when it came out as its script says.

    Raises TelephonesInHand, before anything is changed.
    """
    console = Console(soft_wrap=True, highlight=False, markup=False)
    if isinstance(stage, HttpStage):
        stage.see_that_nobody_holds_them(script)
    console.print(f"\n{script.title.get(language) or script.path.stem}\n", style="bold")
    for line in beforehand:
        console.print(line, style="yellow")
    stage.tell_as_it_happens(lambda line: _tell_line(console, line), colour=console.is_terminal)
    failures = play(stage, script)
    words = WORDS[language]
    if failures:
        console.print(f"\n{words['otherwise']}", style="red")
        for failure in failures:
            console.print(f"  · {failure}", style="red")
    else:
        console.print(f"\n{words['kept']}", style="green")
    return not failures


def save_page(stage: HttpStage | SimulatedStage, path: Path, language: str) -> None:
    """Write the transcript as one HTML file. Raises FileNotWritten."""
    page = stage.transcript_page()
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise FileNotWritten(f"{path} cannot be written ({error.strerror}): name another file.") from None
    Console(soft_wrap=True, highlight=False, markup=False).print(f"{WORDS[language]['saved']} {path}")


def _tell_line(console: Console, line: str) -> None:
    """What people did at their desks, through our API, is dim; a row of the transcript has its colours already."""
    if line.startswith("  API "):
        console.print(line, style="dim")
    else:
        console.file.write(f"{line}\n")
        console.file.flush()


def tell_what_is_ignored(source: Source, language: str) -> None:
    """One line, when something is configured beside the demo: it is not touched."""
    if source.ignored:
        Console(soft_wrap=True, highlight=False, markup=False).print(
            f"{WORDS[language]['ignored']} {', '.join(source.ignored)}", style="yellow"
        )


def how_we_are_called() -> str:
    """`sahip` where that is on the PATH, the path to it otherwise."""
    return "sahip" if shutil.which("sahip") else os.path.relpath(sys.argv[0])


def tell_where_to_go(settings: Settings, language: str, *, beside_something: bool = False) -> None:
    """What to try next; where something else is configured, a command that is not the demo's alone must name it."""
    words = WORDS[language]
    demo = "SAHIP_MODE=demo " if beside_something else ""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(f"\n{words['open']}")
    for label, value in (
        (words["front"], f"{settings.public_url}/"),
        (words["phone"], f"{settings.public_url}/phone"),
        (words["desk"], f"{settings.public_url}/in/elif"),
        (words["floor"], f"{settings.public_url}/in/zeynep"),
        (words["studio"], f"{settings.public_url}/in/ops"),
        (words["api"], f"{settings.public_url}/api/docs"),
        (words["ready"], f"{settings.public_url}/readyz"),
        (
            words["call"],
            f"{how_we_are_called()} call {os.path.relpath(shipped('examples') / '05-owner-does-not-answer.yaml')}",
        ),
        (words["why"], f"{demo}{how_we_are_called()} route explain --phone +905321234567"),
    ):
        console.print(f"  {label:<16} {value}")
