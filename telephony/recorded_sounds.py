"""The sound of a recording, as the network has it: handed on piece by piece, and never kept by us."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from telephony.rest import TWILIO, OneHost

PIECE = 64 * 1024  # bytes


@dataclass(frozen=True, kw_only=True)
class Sound:
    """`pieces` are read once; `close` gives the network's connection back, however many of them were read."""

    kind: str
    pieces: Iterator[bytes]
    close: Callable[[], None]


class RecordedSounds:
    """Of one account."""

    def __init__(self, wire: OneHost, *, account_sid: str, username: str, password: str) -> None:
        self._wire = wire
        self._folder = f"{TWILIO}/2010-04-01/Accounts/{account_sid}/Recordings"
        self._auth = (username, password)

    def of(self, recording: str) -> Sound:
        """Raises NotThere where there is none (yet, or any more), TryLater, OutcomeUnknown, CallRefused,
        AccountTrouble."""
        answer = self._wire.stream(f"{self._folder}/{recording}.mp3", auth=self._auth)
        kind = answer.headers.get("Content-Type", "audio/mpeg").partition(";")[0]
        kind = kind if kind.startswith("audio/") else "audio/mpeg"
        return Sound(kind=kind, pieces=answer.iter_content(PIECE), close=answer.close)
