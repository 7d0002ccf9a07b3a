"""What can keep a dip from coming back with an answer. The docstring is the message."""


class DipFailed(Exception):
    """The dip brought nothing."""

    def __init__(self, detail: str = "") -> None:
        meaning = " ".join((type(self).__doc__ or "").split())
        super().__init__(f"{meaning} ({detail})" if detail else meaning)


class HostRefused(DipFailed):
    """The address is none this centre may ask."""


class AddressRefused(DipFailed):
    """The name of the host leads into a network that no flow may look into."""


class NotReached(DipFailed):
    """The host cannot be reached, or broke off."""


class TooSlow(DipFailed):
    """The host did not answer in time."""


class NotFound(DipFailed):
    """The host has nothing under this address."""


class AnswerRefused(DipFailed):
    """What came back is no answer of the kind we asked for."""
