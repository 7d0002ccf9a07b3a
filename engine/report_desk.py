"""Where `sahip report` reads: the records, the rules and the clock of this folder."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from console.reports.wanted import Wanted
from engine.demo_settings import source_here
from engine.desk_said import refusal
from engine.escalations_file import read_escalations
from engine.hours_desk import desk_here
from engine.moment_before import moment_before
from engine.policy_file import read_policy
from escalations.rota_rules import RotaRules
from routing.policy import Policy
from routing.service_level import Switches

A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class ReportDesk:
    database: Engine
    policy: Policy
    now: datetime
    zone: ZoneInfo
    rota: RotaRules
    lang: str

    def wanted(
        self,
        since: str | None,
        until: str | None,
        *,
        queue: str | None = None,
        minutes: int | None = None,
        switches: Switches | None = None,
    ) -> Wanted:
        """By default the last 24 hours. Raises OrderRefused for a time or a queue that there is not."""
        end = moment_before(self.now, until, self.lang) if until else self.now
        start = moment_before(self.now, since, self.lang) if since else end - A_DAY
        if start >= end:
            raise refusal("order", self.lang)
        if queue is not None and queue not in self.policy.queues:
            raise refusal("queue", self.lang, name=queue, known=", ".join(sorted(self.policy.queues)))
        chosen = switches or Switches()
        wanted = Wanted(since=start, until=end, now=self.now, queue=queue, minutes=minutes, switches=chosen)
        if wanted.too_many:
            raise refusal("intervals", self.lang)
        return wanted


def report_desk_here(lang: str) -> ReportDesk:
    desk = desk_here(lang)
    centre = source_here().settings().centre
    rota = read_escalations(centre / "escalations.yaml").rota
    return ReportDesk(database=desk.database, policy=read_policy(centre / "policy.yaml"), now=desk.clock(),
                      zone=desk.zone, rota=rota, lang=lang)  # fmt: skip
