"""The room where caller and agent meet."""

from typing import Final

CALLER: Final = "caller"
"""What whoever talks with an agent is called in their room: who rang in, or whom we called back."""
AGENT: Final = "agent"
COLLEAGUE: Final = "colleague"
"""Who was asked into somebody else's conversation."""
EXPERT: Final = "expert"
"""Who was asked in from outside, by telephone."""
LISTENER: Final = "listener"


def room_of(call: str) -> str:
    """The conference is named after the call: a name without personal data that nobody else uses."""
    return f"call-{call}"
