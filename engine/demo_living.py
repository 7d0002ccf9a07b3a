"""The living demo, put together: who looks at what while it runs."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Engine

from console.newcomer import DemosOwn, done_by_the_newcomer
from console.people.browser_session import agents_signed_in
from engine.demo_clock import clock_of
from engine.demo_life.cast import Cast
from engine.demo_life.dice import Dice
from engine.demo_life.errand import Errand
from engine.demo_life.life import Life
from engine.demo_life.scene import a_scene_is_played
from engine.demo_own import demos_own
from engine.errors import DemoDoesNotStart
from engine.http_stage import HttpStage, RequestRefused
from engine.settings import Settings
from engine.stores import database_of
from records.database import reading
from records.errors import RecordsUnavailable


def life_in(settings: Settings, stage: HttpStage, errands: Mapping[str, Errand]) -> Life:
    database, clock = database_of(settings), clock_of(settings)
    return Life(
        stage,
        Cast(stage, lambda: _signed_in(database, clock)),
        Dice(errands=errands),
        on_stage=lambda: a_scene_is_played(settings.var),
        newcomer_called=lambda: _has_called(database, demos_own(settings.var)),
    )


def goes_on(life: Life) -> None:
    """A process that is being started again is looked at the next time."""
    with suppress(DemoDoesNotStart, RecordsUnavailable, RequestRefused):
        life.looked_at()


def _signed_in(database: Engine, clock: Callable[[], datetime]) -> Mapping[str, datetime]:
    with reading(database) as session:
        return agents_signed_in(session, now=clock())


def _has_called(database: Engine, own: DemosOwn) -> bool:
    with reading(database) as session:
        return done_by_the_newcomer(session, own).get("called", False)
