"""What the demo and `sahip call` print: a transcript, and whether the call came out as its script says."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from rich.console import Console

from engine.http_stage import HttpStage
from engine.scripted_call import play, read_script
from engine.settings import Settings
from engine.shipped import shipped

WORDS: Final = {
    "tr": {"kept": "Çağrı senaryodaki gibi geçti.", "otherwise": "Çağrı başka türlü geçti:",
           "open": "Çalışıyor. Durdurmak için Ctrl-C.", "api": "API belgeleri", "call": "Başka bir çağrı",
           "why": "Neden Ayşe?", "ready": "Hazır mı?"},
    "en": {"kept": "The call came out as its script says.", "otherwise": "The call came out otherwise:",
           "open": "Running. Ctrl-C stops it.", "api": "API documents", "call": "Another call",
           "why": "Why Ayşe?", "ready": "Ready?"},
}  # fmt: skip


def play_and_tell(stage: HttpStage, path: Path, language: str) -> bool:
    """Play a scripted call and print what happened. True when it came out as its script says."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    script = read_script(path)
    console.print(f"\n{script.title.get(language) or path.stem}\n", style="bold")
    failures = play(stage, script)
    _tell_requests(console, stage.asked_before)
    console.file.write(stage.transcript(colour=console.is_terminal))
    _tell_requests(console, stage.asked_after)
    words = WORDS[language]
    if failures:
        console.print(f"\n{words['otherwise']}", style="red")
        for failure in failures:
            console.print(f"  · {failure}", style="red")
    else:
        console.print(f"\n{words['kept']}", style="green")
    return not failures


def _tell_requests(console: Console, requests: Sequence[str]) -> None:
    """What people did at their desks, through our API."""
    for request in requests:
        console.print(f"  API {request}", style="dim")


def how_we_are_called() -> str:
    """`sahip` where that is on the PATH, the path to it otherwise."""
    return "sahip" if shutil.which("sahip") else os.path.relpath(sys.argv[0])


def tell_where_to_go(settings: Settings, language: str) -> None:
    words = WORDS[language]
    console = Console(soft_wrap=True, highlight=False, markup=False)
    console.print(f"\n{words['open']}")
    for label, value in (
        (words["api"], f"{settings.public_url}/api/docs"),
        (words["ready"], f"{settings.public_url}/readyz"),
        (
            words["call"],
            f"{how_we_are_called()} call {os.path.relpath(shipped('examples') / '05-owner-does-not-answer.yaml')}",
        ),
        (words["why"], f"{how_we_are_called()} route explain --phone +905321234567"),
    ):
        console.print(f"  {label:<16} {value}")
