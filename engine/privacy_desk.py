"""What the keyboard does with people's data: hands it out, and forgets it."""

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from callbacks.board import Board
from callbacks.erasing import go_on_forgetting
from callbacks.handing_out import HandedOut, hand_out
from callbacks.recording_deleting import delete_recordings
from cases.caller_id import parse_caller_id
from cases.customer import Customer
from cases.erasure import Asking, Erasure, ask_for_erasure, last_erasure, name_hash
from cases.errors import HeldByLaw, SeveralPeople
from cases.person import Meant
from engine.board import board_from
from engine.demo_settings import source_here
from engine.errors import FileNotWritten, OrderRefused
from engine.hours_desk import who_orders
from engine.stores import redis_of
from records.database import reading, writing

PATIENCE_SECONDS: Final = 30
"""How long the keyboard waits for Redis to write its files; the clock goes on afterwards."""
LOOKS_EVERY_SECONDS: Final = 0.1


def meant_by(phone: str | None, customer: str | None) -> Meant:
    """Whom somebody means who gave a number, however it is written, or an id. Raises OrderRefused."""
    if phone is None and customer is None:
        raise OrderRefused("Say who: --phone with their number, or --customer with the customer's id.")
    number = parse_caller_id(phone) if phone else None
    if number is not None and number.kind != "e164":
        raise OrderRefused(f"Give a telephone number: {phone} is none.")
    return Meant(phone=number.value if number else None, customer=customer)


@contextmanager
def board_here() -> Iterator[Board]:
    """The engine's stores where this command runs; the embedded Valkey is started when nobody else did."""
    settings = source_here().settings()
    with redis_of(settings) as url:
        board = board_from(settings, url)
        yield board
        board.database.dispose()


def forget_here(meant: Meant, *, at_once: bool) -> Erasure | None:
    """Ask for it and take it as far as it goes now; None where there is nobody to forget. Raises OrderRefused."""
    with board_here() as board:
        if meant.customer is not None:
            _known(board, meant.customer)
        asking = Asking(meant=meant, who=who_orders(None), now=board.clock(), secret=board.secret)
        try:
            with writing(board.database) as session:
                asked = ask_for_erasure(session, asking, new_id=uuid.uuid4().hex)
        except (SeveralPeople, HeldByLaw) as refused:
            raise OrderRefused(str(refused)) from None
        if asked is None:
            return None
        _carry_out(board, asked.id, at_once=at_once)
        with reading(board.database) as session:
            return session.get_one(Erasure, asked.id)


def forgotten_before(meant: Meant) -> Erasure | None:
    """The erasure of that number or customer that was done before, if there was one."""
    with board_here() as board, reading(board.database) as session:
        return last_erasure(session, name_hash(board.secret, meant.phone or meant.customer or ""))


def hand_out_here(meant: Meant, to: Path | None) -> tuple[HandedOut, Path] | None:
    """Write the export, to be read by us alone; None where we know nothing. Raises OrderRefused, FileNotWritten."""
    with board_here() as board:
        try:
            handed = hand_out(board, meant, who=who_orders(None))
        except SeveralPeople as refused:
            raise OrderRefused(str(refused)) from None
    if handed is None:
        return None
    file = to or handed.file
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.touch(mode=0o600)
        file.write_bytes(handed.body)
    except OSError as trouble:
        raise FileNotWritten(f"{file} cannot be written ({trouble.strerror}): name another with --to.") from None
    return handed, file


def _known(board: Board, customer: str) -> None:
    with reading(board.database) as session:
        if session.get(Customer, customer) is None:
            raise OrderRefused(f"There is no customer {customer}.")


def _carry_out(board: Board, erasure: str, *, at_once: bool) -> None:
    """Redis writes its files in a process of its own: wait for it a while."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        state = go_on_forgetting(board, erasure, at_once=at_once)
        if state not in ("forgotten", "swept") or time.monotonic() > until:
            break
        time.sleep(LOOKS_EVERY_SECONDS)
    delete_recordings(board)
