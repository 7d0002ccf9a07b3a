"""Something was told of the leg of a customer we call back: it is answered, or it is over. What came of it is settled.

Asked twice, late, or out of turn it finds what stands: only the newest attempt counts, and only while it is on the line.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final, cast

from sqlalchemy import select

from callbacks.board import Board
from callbacks.callback import NOT_OVER, Callback
from callbacks.dialler.life import ON_THE_LINE, moves
from callbacks.dialler.outcome import put_off, try_failed
from callbacks.dialler.rules import Why
from callbacks.dialler.telling_agent import agent_is_released
from callbacks.legs_began import began
from callbacks.writing import write_journal
from records.call_record import call_record
from records.database import reading, writing
from routing.leaving import caller_hangs_up
from telephony.attempt import Attempt, attempt_for
from telephony.rest import ACCOUNT_CODES
