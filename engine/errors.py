"""What can go wrong before or around the work itself. The message is the sentence shown to whoever started us."""

from collections.abc import Sequence
from pathlib import Path


class EmbeddedValkeyDoesNotStart(Exception):
    """The embedded Valkey gave no answer in time; its log says why."""

    def __init__(self, log: Path) -> None:
        last = log.read_text(errors="replace").splitlines()[-1:] if log.exists() else []
        super().__init__(
            f"The embedded Valkey does not start: {''.join(last) or 'it left no log'} (see {log}); "
            "free the disk or set REDIS_URL to a server of your own."
        )


class SettingsRefused(Exception):
    """Settings that are missing or contradict each other; the message says in one sentence what to change."""


class DemoDoesNotStart(Exception):
    """What stands in the demo's way, and what to do about it."""


class TelephonesInHand(Exception):
    """Somebody at the telephone page holds telephones a script needs."""

    def __init__(self, numbers: Sequence[str]) -> None:
        super().__init__(
            f"The script's people cannot use {', '.join(numbers)}: put them back on the telephone page (/phone) first."
        )


class CallFailed(Exception):
    """A call by hand that did not work out; the message says why."""


class OrderRefused(Exception):
    """An order that cannot be carried out as it was given; the message says what would do."""


class NotConnected(Exception):
    """Numbers that do not lead to us; the message says which, or why Twilio was of no help."""


class FileNotWritten(Exception):
    """A file that was asked for cannot be written there; the message names another way."""


class SchemaOutdated(Exception):
    """The database's schema is not the one this version needs."""

    def __init__(self) -> None:
        super().__init__("The database's schema is not this version's: run `sahip db upgrade` first.")
