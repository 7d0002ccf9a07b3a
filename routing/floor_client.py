from typing import cast

from redis.backoff import NoBackoff
from redis.retry import Retry

from routing.own_connection import OwnConnections

FLOOR_BUDGET_SECONDS = 0.25  # a webhook that cannot have its answer by then degrades instead of waiting


def floor_client(url_or_socket: str) -> OwnConnections:
    """A client fit for webhooks: one try, a quarter of a second, then FloorUnavailable.

    The driver's own default is ten hidden retries: up to a minute of silence, and every command at least once.
    """
    return patient_client(url_or_socket, seconds=FLOOR_BUDGET_SECONDS)


def patient_client(url_or_socket: str, *, seconds: float) -> OwnConnections:
    """The same for whoever may wait so long for an answer: for something to happen."""
    url = f"unix://{url_or_socket}" if url_or_socket.startswith("/") else url_or_socket
    client = OwnConnections.from_url(
        url,
        decode_responses=True,
        socket_timeout=seconds,
        socket_connect_timeout=FLOOR_BUDGET_SECONDS,
        retry=Retry(NoBackoff(), 0),
    )
    return cast(OwnConnections, client)
