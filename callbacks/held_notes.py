"""What a thread has to note and somebody is about to write down with something else."""

import threading

from records.journal import Event


class HeldNotes(threading.local):
    """`events` is None while everything is written at once."""

    events: list[Event] | None = None
