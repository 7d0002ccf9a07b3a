"""A name for what is done at one step of one call: done again under the same name, it is the same deed."""

import hashlib

from ivr.talking.talk import Talk


def named(talk: Talk, what: str) -> str:
    """The same 64 characters whenever this step of this call asks for this."""
    return hashlib.sha256(f"{talk.once}:{what}".encode()).hexdigest()
