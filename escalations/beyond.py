"""What the worker and the clock do for escalations."""

from datetime import timedelta
from typing import Final

from callbacks.beyond import Beyond, Duty
from escalations.listening.looking import look_at_listening, see_to_listenings
from escalations.transfer.looking import look_at_transfer, see_to_transfers

ESCALATIONS: Final = Beyond(
    work={"transfer": look_at_transfer, "listen": look_at_listening},
    duties=(
        Duty(name="see_to_transfers", every=timedelta(seconds=1), act=see_to_transfers),
        Duty(name="see_to_listenings", every=timedelta(seconds=2), act=see_to_listenings),
    ),
)
