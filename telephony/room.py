"""The room where caller and agent meet."""


def room_of(call: str) -> str:
    """The conference is named after the call: a name without personal data that nobody else uses."""
    return f"call-{call}"
