"""What may not be done with accounts, said so that people know what to do instead."""


class AccountRefused(Exception):
    """`field` names what is wrong; `key` is the sentence in the console's catalogues."""

    def __init__(self, field: str, key: str, **args: str) -> None:
        super().__init__(key)
        self.field = field
        self.key = key
        self.args_told = args


class TriedTooOften(Exception):
    """Somebody tries passwords: `wait_seconds` until one more try is looked at."""

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"Try again in {wait_seconds} s.")
        self.wait_seconds = wait_seconds
