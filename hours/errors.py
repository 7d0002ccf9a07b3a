"""What can be wrong with a question about opening hours. The docstring is the message."""


class CalendarUnknown(Exception):
    """There is no calendar of this name."""


class ExpiryPassed(Exception):
    """What is switched on by hand ends at a moment to come."""
