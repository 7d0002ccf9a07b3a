"""What the network remembers about text messages, beside the messages."""

from dataclasses import dataclass, field
from datetime import datetime

from simulator.messages.messaging_service import MessagingService

Pair = tuple[str, str]


@dataclass(kw_only=True)
class Texting:
    """`manners` says how a number takes messages, see `manners.py`; `stopped` are pairs of person and sender.

    A sender is a number or a service's SID. `heard_at` is when a person last wrote to a WhatsApp sender.
    """

    services: dict[str, MessagingService] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    manners: dict[str, str] = field(default_factory=dict)
    stopped: set[Pair] = field(default_factory=set)
    heard_at: dict[Pair, datetime] = field(default_factory=dict)
    usual_sender: dict[Pair, str] = field(default_factory=dict)

    def service_of(self, number: str) -> MessagingService | None:
        """The service in whose pool a number is."""
        return next((one for one in self.services.values() if number in one.senders), None)

    def sender(self, number: str) -> str:
        """What a person stops when they stop this number: its whole service, or the number alone."""
        service = self.service_of(number)
        return service.sid if service else number

    def fresh(self) -> "Texting":
        """The same services and templates, and nothing known of anybody."""
        return Texting(services=self.services, templates=self.templates)
