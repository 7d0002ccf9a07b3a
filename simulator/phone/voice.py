"""Text to sound, offline, by espeak-ng.

The library is optional, and under the GPL: nothing of ours imports it. A child process does, for one text at a time, so
that a library that misbehaves takes nobody with it.
"""

import subprocess
import sys
import threading
from collections import OrderedDict
from importlib.util import find_spec
from pathlib import Path

CHILD = Path(__file__).with_name("speaking_child.py")
MOST_LETTERS = 1500
LONGEST_SPEAKING_SECONDS = 10.0
MOST_AT_ONCE = 2
MOST_KEPT_BYTES = 64_000_000
"""Sounds kept in memory, because prompts are said again and again: some 25 minutes of speech."""
LANGUAGES = frozenset({"tr", "en", "en-us", "de", "fr", "nl", "es", "it", "ru", "ar"})
STANDARD_LANGUAGE = "en-us"
"""What Twilio speaks when a Say names no language."""


class Voice:
    """Says things. Several threads may ask at once; more than a few of them wait for one another."""

    def __init__(self) -> None:
        self.available = find_spec("espeakng_loader") is not None
        self._kept_bytes = 0
        self._kept: OrderedDict[tuple[str, str], bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)

    def says(self, text: str, language: str) -> bytes | None:
        """A WAV file; None when the library failed. Raises ValueError for a text too long or empty."""
        said = " ".join(text.split())
        if not said or len(said) > MOST_LETTERS:
            raise ValueError(f"a text of 1 to {MOST_LETTERS} letters is needed")
        key = (said, _language(language))
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        with self._turns:
            sound = _spoken(*key)
        if sound:
            self._keep(key, sound)
        return sound

    def _keep(self, key: tuple[str, str], sound: bytes) -> None:
        with self._lock:
            if key not in self._kept:
                self._kept_bytes += len(sound)
            self._kept[key] = sound
            while self._kept_bytes > MOST_KEPT_BYTES:
                self._kept_bytes -= len(self._kept.popitem(last=False)[1])


def _language(wanted: str) -> str:
    """The library's name for `tr-TR`, `en-GB`, `en`, …"""
    named = wanted.lower()
    if named in LANGUAGES:
        return named
    short = named.partition("-")[0]
    return short if short in LANGUAGES else STANDARD_LANGUAGE


def _spoken(text: str, language: str) -> bytes | None:
    command = [sys.executable, "-I", str(CHILD), language]
    try:
        child = subprocess.run(
            command, input=text.encode(), capture_output=True, timeout=LONGEST_SPEAKING_SECONDS, check=True
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return child.stdout or None
