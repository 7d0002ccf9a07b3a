"""What can go wrong when somebody is to be alarmed."""


class NotTold(Exception):
    """They could not be reached: see the address in the environment, and whether `sahip[notify]` is installed."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else (type(self).__doc__ or "")
