"""The worker: RQ carries the hints to us, we look at what is true and act on it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from callbacks.board import Board
from callbacks.crm.finding import ask_crm
from callbacks.dialler.customer_leg import dial
from callbacks.dialler.due import callback_is_due
from callbacks.dialler.leg_moves import look_at_leg
from callbacks.dips.asking import dip
from callbacks.events.delivering import deliver
from callbacks.flow_calling import call
from callbacks.jobs import allowed_job, queue_name
from callbacks.legs import began, bring, cancel, end_attempt
from callbacks.outbox import send
from callbacks.ringing import ring
from records.errors import RecordsUnavailable
from routing.errors import FloorUnavailable
from routing.present_epoch import in_the_present_epoch
from telephony.errors import TelephonyError

log = structlog.get_logger(__name__)

WORK: Final[Mapping[str, Callable[[Board, str], None]]] = {
    "ring": ring,
    "cancel": cancel,
    "bring": bring,
    "began": began,
    "end_attempt": end_attempt,
    "send": send,
    "call": call,
    "dial": dial,
    "look_at_leg": look_at_leg,
    "dip": dip,
    "deliver": deliver,
    "ask_crm": ask_crm,
    "due": callback_is_due,
}

WORKER_TTL_SECONDS: Final = 60
MAINTENANCE_SECONDS: Final = 15
MONITORING_SECONDS: Final = 5


def carry_out(board: Board, name: str, subject: str) -> None:
    """One job. Trouble with a store or the carrier is told and let go: deadlines and lists bring the work back."""
    try:
        in_the_present_epoch(board.floor, lambda: _work(board, name)(board.at_present(), subject))
    except (FloorUnavailable, RecordsUnavailable, TelephonyError) as trouble:
        log.warning("job_put_off", job=name, subject=subject, why=str(trouble))


def _work(board: Board, name: str) -> Callable[[Board, str], None]:
    """Ours, or a package's above."""
    return WORK.get(name) or board.beyond.work[name]


def worker(board: Board, queue: str, connection: Any) -> SimpleWorker:
    """A worker for one queue. It never forks: a job is a few milliseconds of work, and a fork costs more than that."""
    name = queue_name(board.site, queue)
    job_class = allowed_job(lambda job, subject: carry_out(board, job, subject))
    waiting = Queue(name, connection=connection, serializer=JSONSerializer, job_class=job_class)
    return SimpleWorker(
        [waiting],
        connection=connection,
        serializer=JSONSerializer,
        job_class=job_class,
        log_job_description=False,
        worker_ttl=WORKER_TTL_SECONDS,
        maintenance_interval=MAINTENANCE_SECONDS,
        job_monitoring_interval=MONITORING_SECONDS,
    )
