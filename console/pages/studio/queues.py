"""`/studio/queues`: each queue with its rings, and who is in them now."""

from typing import Any

from console.api.queues import list_queues
from console.pages.page import Visit
from console.pages.studio.asking import answer


def queues(visit: Visit) -> dict[str, Any]:
    return {"queues": answer(visit, list_queues).items}
