"""The telephone in the terminal: captions as they are spoken; lines typed are keys, words, or hanging up."""

import queue
import threading
import time
from collections.abc import Callable, Iterable
from typing import Final

from engine.captions import Captions
from engine.errors import CallFailed
from engine.handset_line import HandsetLine
from engine.typed_action import TypedAction, read_line

GLANCE_SECONDS: Final = 0.1
ANSWERED_WITHIN_SECONDS: Final = 60.0
HEARD_WITHIN_SECONDS: Final = 60.0
SAYS_SOMETHING_SECONDS: Final = 0.3
HELP: Final = {
    "tr": "0-9 * # tuşlar · sözcükler söylenir (/say 123 rakamı söyler) · wait 5 bekler · /hear metin · h kapatır",
    "en": "0-9 * # are keys · words are said (/say 123 says digits) · wait 5 waits · /hear text · h hangs up",
}


class TerminalPhone:
    """`tell` prints a line; `lines` is what is typed. A person at a keyboard acts at once; a pipe line after line."""

    def __init__(self, line: HandsetLine, tell: Callable[[str], None], language: str) -> None:
        self._line, self._tell, self._language = line, tell, language
        self._captions = Captions(language)
        self._heard: list[str] = []

    def talk(self, to: str, lines: Iterable[str], *, at_keyboard: bool) -> None:
        """A whole call. Raises CallFailed when it is not answered, or something is waited for in vain."""
        self._line.do("dial", to=to)
        try:
            if at_keyboard:
                self._tell(f"· {HELP[self._language]}")
                self._by_keyboard(lines)
            else:
                self._by_pipe(lines)
        except KeyboardInterrupt:
            pass
        finally:
            self._goodbye()
        if not self._was_answered():
            raise CallFailed("The call was not answered.")

    def _by_keyboard(self, lines: Iterable[str]) -> None:
        typed: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=_read, args=(lines, typed), daemon=True).start()
        while not self._look():
            try:
                line = typed.get(timeout=GLANCE_SECONDS)
            except queue.Empty:
                continue
            if line is None or not self._acts(read_line(line)):
                return

    def _by_pipe(self, lines: Iterable[str]) -> None:
        self._until(self._was_answered, ANSWERED_WITHIN_SECONDS)
        for line in lines:
            if self._look() or not self._acts(read_line(line)):
                return
            self._until(lambda: False, SAYS_SOMETHING_SECONDS)

    def _acts(self, action: TypedAction) -> bool:
        """False when the call is to end."""
        match action.kind:
            case "hang_up":
                return False
            case "keys":
                self._line.do("keys", keys=action.text)
            case "speech":
                self._line.do("speech", text=action.text)
            case "wait":
                self._until(lambda: False, action.seconds)
            case "hear":
                self._hears(action.text)
            case "help":
                self._tell(f"· {HELP[self._language]}")
        return True

    def _hears(self, text: str) -> None:
        self._until(lambda: self._has_heard(text), HEARD_WITHIN_SECONDS)
        if not self._has_heard(text):
            raise CallFailed(f"“{text}” was not heard.")
        self._heard.clear()

    def _has_heard(self, text: str) -> bool:
        return any(_folded(text) in _folded(line) for line in self._heard)

    def _until(self, reached: Callable[[], bool], seconds: float | None) -> None:
        """Look on until this is so, the call is over, or the time is."""
        end = None if seconds is None else time.monotonic() + seconds
        while not self._look() and not reached() and (end is None or time.monotonic() < end):
            time.sleep(GLANCE_SECONDS)

    def _look(self) -> bool:
        """Tell what is new. True when the call is over."""
        look = self._line.look()
        for line in self._captions.news(look):
            self._heard.append(line)
            self._tell(line)
        return bool(look["leg"] and look["leg"]["ended_at"])

    def _was_answered(self) -> bool:
        leg = self._line.look()["leg"]
        return bool(leg and leg["answered_at"])

    def _goodbye(self) -> None:
        if not self._look():
            self._line.do("hang_up")
            self._look()


def _read(lines: Iterable[str], typed: "queue.Queue[str | None]") -> None:
    for line in lines:
        typed.put(line)
    typed.put(None)


def _folded(text: str) -> str:
    """Turkish letters compared as people do: İ, I, ı and i are one."""
    return text.replace("İ", "i").replace("I", "i").replace("ı", "i").casefold().replace("\u0307", "")
