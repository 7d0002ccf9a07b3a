"""Every report there is: which operation of the API has its rows, and which of their figures are shown."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from pydantic import BaseModel

from console.api.callback_report import CallbacksKeptQuery, list_callbacks_kept
from console.api.escalation_report import list_escalation_figures, list_listening_figures
from console.api.goodwill_report import list_goodwill_figures
from console.api.hardship import list_cohorts
from console.api.ownership_report import list_ownership_figures
from console.api.page import Page as Rows
from console.api.period import PeriodQuery
from console.api.promise_reports import PromisesKeptQuery, list_promises_kept
from console.api.reasons import WeekQuery, report_reasons
from console.api.service_level import ServiceLevelQuery, list_service_levels
from console.api.work_reports import list_agent_times, list_missed_offers
from console.pages.reports.column import Column, columns


@dataclass(frozen=True, kw_only=True)
class Report:
    """The first column names a row; `drawn` is the one that is drawn as well.

    `query` is the operation's, with `since` and `until` where it has them.
    """

    name: str
    does: Callable[..., Rows[Any]]
    query: type[BaseModel]
    columns: tuple[Column, ...]
    drawn: str

    @property
    def is_of_a_period(self) -> bool:
        return "since" in self.query.model_fields


def _report(name: str, does: Callable[..., Rows[Any]], query: type[BaseModel], shown: Sequence[str], drawn: str
            ) -> Report:  # fmt: skip
    return Report(name=name, does=does, query=query, columns=columns(" ".join(shown)), drawn=drawn)


REPORTS: Final = tuple(
    _report(*told)
    for told in (
        ("service-level", list_service_levels, ServiceLevelQuery, [
            "queue:text offered:count answered:count answered_in_time:count abandoned:count short_abandoned:count",
            "callbacks:count level:share abandonment:share asa_seconds:seconds handle_time.seconds:seconds"], "level"),
        ("promises", list_promises_kept, PromisesKeptQuery, [
            "group:agent kept:count broken:count made_good:count released:count open:count kept_rate:share"],
         "kept_rate"),
        ("callbacks", list_callbacks_kept, CallbacksKeptQuery, [
            "group:text made:count kept_in_time:count broken:count kept_late:count released:count open:count",
            "kept_rate:share tries:count answer_rate:share"], "kept_rate"),
        ("ownership", list_ownership_figures, PeriodQuery, [
            "owner:agent calls:count reached:count others:count not_answered:count bounces:count reached_rate:share"],
         "reached_rate"),
        ("escalations", list_escalation_figures, PeriodQuery, [
            "trigger:text asked:count open:count answered:count seconds_to_answer:seconds outcomes.same:count",
            "outcomes.different:count outcomes.gap:count justified_rate:share"], "asked"),
        ("goodwill", list_goodwill_figures, PeriodQuery, [
            "agent:agent granted:count given:money by_others:count waiting:count declined:count taken_back:count",
            "departures:count vouchers:count redeemed:count"], "granted"),
        ("hardship", list_cohorts, PeriodQuery, [
            "group:text calls:count answered:count abandonment:share wait_seconds:seconds",
            "longest_wait_seconds:seconds bounces:count promises_due:count promises_kept:share"], "wait_seconds"),
        ("reasons", report_reasons, WeekQuery, ["words:words cases:count share:share usual:count alert:yes"], "cases"),
        ("listening", list_listening_figures, PeriodQuery, [
            "name:text role:text last_spoke_at:moment talks:count quota:count lately:count below:yes",
            "next_duty_at:moment"], "talks"),
        ("agents", list_agent_times, PeriodQuery, [
            "name:text handled:count handle_time.seconds:seconds occupancy:share seconds_in_state.ready:seconds",
            "seconds_in_state.talking:seconds seconds_in_state.wrap_up:seconds seconds_in_state.not_ready:seconds"],
         "handled"),
        ("missed-offers", list_missed_offers, PeriodQuery, [
            "agent:agent missed:count reasons.no_answer:count reasons.rejected:count reasons.busy:count",
            "reasons.unreachable:count reasons.not_rung:count"], "missed"),
    )
)  # fmt: skip
BY_NAME: Final = {report.name: report for report in REPORTS}
