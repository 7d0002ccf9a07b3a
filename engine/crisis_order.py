"""What `sahip crisis on` was told, as an order."""

from collections.abc import Mapping
from typing import Any

from engine.hours_desk import HoursDesk, who_orders
from engine.hours_orders import region_of
from hours.bilingual import Bilingual
from hours.crisis import CrisisOrder


def order_from(desk: HoursDesk, told: Mapping[str, Any]) -> CrisisOrder:
    """Raises OrderRefused for a calendar, a queue, a province or a time that there is not."""
    return CrisisOrder(
        message=Bilingual(tr=told["message_tr"], en=told["message_en"]),
        until=desk.until(told["until"], told["duration"]),
        author=who_orders(told["author"]),
        hours=told["hours"],
        calendars=frozenset(desk.calendar(name).name for name in told["calendars"]),
        overflow_queue=desk.queue(told["queue"]),
        overflow_flow=desk.flow(told["flow"]),
        region=region_of(desk, told["provinces"], told["prefixes"], told["numbers"], unplaced=told["unplaced"]),
    )
