"""The clock: what is due is done, what happened is written, what was lost is found. It never sleeps past a deadline.

One process leads at a time; a second one doing the same work would do no harm, only work. Deadlines have a thread to
themselves: neither a journal that has much to write nor Twilio, which may take seconds to answer, makes them wait.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol, get_args

import structlog

from callbacks.beyond import Duty, Thread
from callbacks.board import Board
from callbacks.case_keeping import CALLS_WITHOUT_A_CASE, put_conversations_on_cases
from callbacks.deadlines import deadline_is_due
from callbacks.dialler.leg_moves import CALLBACKS_ON_THE_LINE, see_to_legs
from callbacks.dialler.returning import return_abandoned_calls
from callbacks.dialler.sweep import CALLBACKS_DUE, find_callbacks_due
from callbacks.erasing import see_to_erasures
from callbacks.events.delivering import hand_over_events
from callbacks.figures import keep_figures
from callbacks.flow_call import FLOW_CALLS_DUE
from callbacks.flow_calling import see_to_flow_calls
from callbacks.glance import Glance
from callbacks.membership import align_lines
from callbacks.outbox import hand_over_messages
from callbacks.ownership_keeping import OWNERSHIP_TO_SEE_TO, see_to_ownership
from callbacks.plan_watching import see_to_payment_plans
from callbacks.promise_keeping import keep_promises
from callbacks.proving import prove_attempts
from callbacks.reason_watch import watch_reasons
from callbacks.rebuilding import rebuild_floor
from callbacks.reconciling import reconcile
from callbacks.recording_deleting import delete_recordings
from callbacks.retention import forget_by_age
from callbacks.settling import settle_messages
from callbacks.survey_calls import ask_how_it_was
from callbacks.task_watch import look_at_tasks
from callbacks.updates_keeping import find_cases_to_follow, see_to_updates
from callbacks.voicemail_keeping import claim_voicemails
from callbacks.watching import watch_the_floor
from callbacks.writing import forget_what_is_old, write_journal
from cases.case_task import TASKS_TO_LOOK_AT
from cases.erasure import UNDER_WAY_NOW
from cases.message import MESSAGES_DUE, MESSAGES_IN_DOUBT
from cases.promise import PROMISES_TO_LOOK_AT
from cases.recording_deletion import RECORDINGS_TO_BE_DELETED
from cases.update_cadence import CADENCES_TO_SEE_TO
from cases.voicemail import VOICEMAILS_UNCLAIMED
from records.database import reading, writing
from records.epoch import current_epoch
from records.errors import RecordsUnavailable
from records.event_delivery import EVENTS_DUE
from records.lease import give_back_lease, take_lease
from routing.errors import EpochChanged, FloorLost, FloorRebuilding, FloorUnavailable
from telephony.attempt import ATTEMPTS_OPEN
from telephony.errors import TelephonyError

log = structlog.get_logger(__name__)

LONGEST_NAP: Final = timedelta(milliseconds=50)
"""Between two looks at the deadlines. What is due is never done early; it is done this much later at most, plus what
the work before it takes: the floor's time limit where Redis hangs, the records' (`BUSY_MS`) where SQL is locked."""
DUE_AT_ONCE: Final = 100
LEASE_SECONDS: Final = 10
"""How long a silent leader is believed in."""

THREADS: Final[tuple[Thread, ...]] = get_args(Thread)


DUTIES: Final = (
    Duty(name="write_journal", every=timedelta(milliseconds=200), act=write_journal, thread="journal"),
    Duty(name="watch_the_floor", every=timedelta(seconds=3), act=watch_the_floor),
    Duty(name="keep_figures", every=timedelta(seconds=5), act=keep_figures),
    Duty(name="align_lines", every=timedelta(seconds=10), act=align_lines, thread="slow"),
    Duty(
        name="put_conversations_on_cases",
        every=timedelta(seconds=5),
        act=put_conversations_on_cases,
        there_is=CALLS_WITHOUT_A_CASE,
    ),
    Duty(name="hand_over_messages", every=timedelta(seconds=5), act=hand_over_messages, there_is=MESSAGES_DUE),
    Duty(name="hand_over_events", every=timedelta(seconds=2), act=hand_over_events, there_is=EVENTS_DUE),
    Duty(
        name="settle_messages",
        every=timedelta(seconds=30),
        act=settle_messages,
        thread="slow",
        there_is=MESSAGES_IN_DOUBT,
    ),
    Duty(name="claim_voicemails", every=timedelta(seconds=30), act=claim_voicemails, there_is=VOICEMAILS_UNCLAIMED),
    Duty(name="return_abandoned_calls", every=timedelta(seconds=30), act=return_abandoned_calls),
    Duty(name="see_to_flow_calls", every=timedelta(seconds=5), act=see_to_flow_calls, there_is=FLOW_CALLS_DUE),
    Duty(name="find_callbacks_due", every=timedelta(seconds=2), act=find_callbacks_due, there_is=CALLBACKS_DUE),
    Duty(name="see_to_legs", every=timedelta(seconds=5), act=see_to_legs, there_is=CALLBACKS_ON_THE_LINE),
    Duty(name="see_to_ownership", every=timedelta(seconds=15), act=see_to_ownership, there_is=OWNERSHIP_TO_SEE_TO),
    Duty(name="see_to_updates", every=timedelta(seconds=20), act=see_to_updates, there_is=CADENCES_TO_SEE_TO),
    Duty(name="find_cases_to_follow", every=timedelta(minutes=10), act=find_cases_to_follow, thread="slow"),
    Duty(name="ask_how_it_was", every=timedelta(seconds=60), act=ask_how_it_was),
    Duty(name="see_to_payment_plans", every=timedelta(minutes=5), act=see_to_payment_plans),
    Duty(name="keep_promises", every=timedelta(seconds=15), act=keep_promises, there_is=PROMISES_TO_LOOK_AT),
    Duty(name="look_at_tasks", every=timedelta(seconds=30), act=look_at_tasks, there_is=TASKS_TO_LOOK_AT),
    Duty(name="watch_reasons", every=timedelta(minutes=15), act=watch_reasons, thread="slow"),
    Duty(name="prove_attempts", every=timedelta(seconds=5), act=prove_attempts, thread="slow", there_is=ATTEMPTS_OPEN),
    Duty(name="reconcile", every=timedelta(seconds=15), act=reconcile, thread="slow"),
    Duty(
        name="see_to_erasures", every=timedelta(seconds=5), act=see_to_erasures, thread="slow", there_is=UNDER_WAY_NOW
    ),
    Duty(
        name="delete_recordings",
        every=timedelta(seconds=30),
        act=delete_recordings,
        thread="slow",
        there_is=RECORDINGS_TO_BE_DELETED,
    ),
    Duty(name="forget_by_age", every=timedelta(minutes=10), act=forget_by_age, thread="slow"),
    Duty(name="forget_what_is_old", every=timedelta(hours=1), act=forget_what_is_old, thread="slow"),
)


def duties_of(board: Board) -> tuple[Duty, ...]:
    """Ours, and those of the packages above."""
    return (*DUTIES, *board.beyond.duties)


@dataclass
class Timekeeper:
    """The state of one clock process: whether it leads, and when each duty is next.

    `apart` carries out duties, those of a thread one after the other; one whose thread is missing is done in its turn.
    """

    board: Board
    holder: str
    apart: Mapping[Thread, Executor] = field(default_factory=dict)
    leads: bool = False
    floor_reached: bool = True
    lease_again: datetime | None = None
    next_time: dict[str, datetime] = field(default_factory=dict)
    under_way: dict[str, Future[None]] = field(default_factory=dict)

    def tick(self) -> None:
        """Everything that is due now."""
        self._lead()
        if not self.leads or not self._floor_is_there():
            return
        self._deadlines()
        self._see_what_is_done()
        now = self.board.clock()
        due = [duty for duty in duties_of(self.board) if self.next_time.get(duty.name, now) <= now]
        self.next_time.update((duty.name, now + duty.every) for duty in due)
        self._do_all(due)

    def next_tick(self) -> datetime:
        """When there is something to do at the latest."""
        return min([self.board.clock() + LONGEST_NAP, *self.next_time.values()])

    def resign(self) -> None:
        """Whoever waits for the lead may have it at once: a deploy stops no deadline."""
        self.leads = False
        try:
            with writing(self.board.database) as session:
                give_back_lease(session, f"clock:{self.board.site}", self.holder)
        except RecordsUnavailable as trouble:
            log.warning("lease_not_given_back", why=str(trouble))  # it runs out by itself

    def _lead(self) -> None:
        now = self.board.clock()
        if self.lease_again is not None and now < self.lease_again:
            return
        self.lease_again = now + timedelta(seconds=LEASE_SECONDS / 4)
        try:
            with writing(self.board.database) as session:
                self.leads = take_lease(session, f"clock:{self.board.site}", self.holder, now, LEASE_SECONDS)
        except RecordsUnavailable as trouble:
            log.warning("lease_not_renewed", why=str(trouble))  # we go on as we were: two clocks do no harm

    def _floor_is_there(self) -> bool:
        try:
            self.board.floor.check()
        except (FloorLost, FloorRebuilding):
            return self._rebuild()
        except EpochChanged as changed:
            self.board.floor.believe(changed.current)
        except FloorUnavailable as trouble:
            if self.floor_reached:
                log.warning("floor_not_reached", why=str(trouble))  # once, not twenty times a second
            self.floor_reached = False
            return False
        self.floor_reached = True
        return True

    def _rebuild(self) -> bool:
        """Also where a rebuild is under way: if its process died, it is begun again; if it lives, we let it be."""
        try:
            return rebuild_floor(self.board.at_present(), holder=self.holder)
        except (RecordsUnavailable, FloorUnavailable) as trouble:
            log.error("floor_not_rebuilt_yet", why=str(trouble))
            return False

    def _deadlines(self) -> None:
        try:
            for deadline in self.board.floor.due(now=self.board.clock(), limit=DUE_AT_ONCE):
                deadline_is_due(self.board.at_present(), deadline)
        except FloorUnavailable as trouble:
            log.warning("deadlines_not_kept_yet", why=str(trouble))

    def _see_what_is_done(self) -> None:
        """What nobody expected of a duty ends this round of ours and is told, as if it had been done here."""
        for name in [name for name, duty in self.under_way.items() if duty.done()]:
            self.under_way.pop(name).result()

    def _do_all(self, due: Sequence[Duty]) -> None:
        glances = {
            thread: Glance(self.board, tuple(duty for duty in due if duty.thread == thread)) for thread in THREADS
        }
        for duty in due:
            self._do_in_its_place(duty, glances[duty.thread])

    def _do_in_its_place(self, duty: Duty, glance: Glance) -> None:
        executor = self.apart.get(duty.thread)
        if executor is None:
            self._do(duty, glance)
        elif duty.name not in self.under_way:
            self.under_way[duty.name] = executor.submit(self._do, duty, glance)

    def _do(self, duty: Duty, glance: Glance) -> None:
        try:
            if glance.finds(duty):
                duty.act(self.board.at_present())
        except (FloorUnavailable, RecordsUnavailable, TelephonyError) as trouble:
            log.warning("duty_put_off", duty=duty.name, why=str(trouble))


class Stop(Protocol):
    """Whether to stop, and waiting for it."""

    def is_set(self) -> bool: ...

    def wait(self, timeout: float | None = None) -> bool: ...


def keep_time(board: Board, stop: Stop, *, holder: str) -> None:
    """Run until told to stop. A duty may still be under way then: it is let finish, and the next leader's own does no
    harm beside it."""
    believe_in_the_present(board)
    apart = {name: ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"duties-{name}") for name in THREADS}
    keeper = Timekeeper(board, holder, apart)
    while not stop.is_set():
        try:
            keeper.tick()
        except Exception:
            log.exception("tick_failed")  # the outermost loop of this process: told, and on
        stop.wait((keeper.next_tick() - board.clock()).total_seconds() if keeper.leads else 1.0)
    keeper.resign()
    for thread in apart.values():
        thread.shutdown(wait=False, cancel_futures=True)


def believe_in_the_present(board: Board) -> None:
    """Take over the epoch SQL knows; a process that starts without SQL learns it from the floor's first refusal."""
    try:
        with reading(board.database) as session:
            board.floor.believe(max(current_epoch(session, board.site), 1))
    except RecordsUnavailable as trouble:
        log.warning("epoch_not_read", why=str(trouble))
