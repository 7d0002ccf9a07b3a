"""How people outside are told: by apprise, which speaks with Slack, Teams, mail servers and many more.

An address is written as apprise writes them (`slack://…`, `msteams://…`, `mailtos://…`); several stand with blanks
between them. They hold passwords, so they stand in the environment, and are in no log.
"""

from collections.abc import Mapping

from console.alerts.errors import NotTold
from console.alerts.rule import AlertRules
from console.alerts.watching import Tell

NOT_INSTALLED = "apprise is not installed: pip install 'sahip[notify]'."


def teller(rules: AlertRules, environment: Mapping[str, str]) -> Tell:
    """Names of rules' `to` → whoever is reached there."""
    where = {who: environment.get(name, "").split() for who, name in rules.addresses.items()}

    def tell(who: str, words: str) -> None:
        send(where[who], words)

    return tell


def nobody(who: str, words: str) -> None:
    """A demo alarms nobody outside: its alerts stand on the floor."""


def send(addresses: list[str], words: str) -> None:
    """Raises NotTold where one of them did not take it."""
    try:
        import apprise
    except ImportError:
        raise NotTold(NOT_INSTALLED) from None
    everybody = apprise.Apprise()
    known = [everybody.add(address) for address in addresses]
    if not known or not all(known):
        raise NotTold("An address is not one that apprise knows.")
    if not everybody.notify(title="Sahip", body=words):
        raise NotTold("Somebody did not take it.")
