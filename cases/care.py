"""How this centre looks after people: what its `care.yaml` says, each part as its own noun."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cases.care_tag import Tag
from cases.department import Department
from cases.disposition import Disposition
from cases.follow_up_rules import FollowUps
from cases.goodwill_rules import GoodwillRules
from cases.ownership_rules import OwnershipRules
from cases.people_rules import PeopleRules
from cases.plan_rules import PlanRules
from cases.privacy import Privacy
from cases.promise_rules import PromiseRules
from cases.reason import Reason
from cases.reason_week import ReasonAlert
from cases.visit_rules import VisitRules


@dataclass(frozen=True, kw_only=True)
class Care:
    """`reasons` are what cases are about, by name; `follow_ups` how customers are written to.

    `goodwill` is what may be given to make it right, and by whom. `care_tags` are what may be noted of a customer who
    agrees, by name. `payment_plan` is what may be paid in instalments. `ownership` is how cases pass and are kept
    informed. `privacy` is how long what we know of people is kept. `people` is how those who answer are looked after.
    `departments` do parts of what cases need, `dispositions` are what conversations were; leads are told of a week's
    most frequent reason by `reason_alert`.
    """

    reasons: Mapping[str, Reason] = field(default_factory=dict)
    care_tags: Mapping[str, Tag] = field(default_factory=dict)
    departments: Mapping[str, Department] = field(default_factory=dict)
    dispositions: Mapping[str, Disposition] = field(default_factory=dict)
    reason_alert: ReasonAlert = field(default_factory=ReasonAlert)
    follow_ups: FollowUps = field(default_factory=FollowUps)
    goodwill: GoodwillRules = field(default_factory=GoodwillRules)
    privacy: Privacy = field(default_factory=Privacy)
    payment_plan: PlanRules = field(default_factory=PlanRules)
    ownership: OwnershipRules = field(default_factory=OwnershipRules)
    promises: PromiseRules = field(default_factory=PromiseRules)
    visits: VisitRules = field(default_factory=VisitRules)
    people: PeopleRules = field(default_factory=PeopleRules)
