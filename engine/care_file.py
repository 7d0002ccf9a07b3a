"""Reading `care.yaml`: every fault with file, line and column, before a rule of care is made of it."""

from pathlib import Path

from pydantic import ValidationError

from cases.care import Care
from cases.care_tag import Tag
from engine.care_parts import CareFile
from ivr.errors import FlowInvalid
from ivr.file_keys import keys_of
from ivr.yaml_file import faults, plain, read_mapping


def read_care(path: Path) -> Care:
    """What this file says; without one everything is as `Care` has it. Raises FlowInvalid with every problem."""
    if not path.exists():
        return Care()
    tree = read_mapping(path, places=True)
    try:
        file = CareFile.model_validate(plain(path, tree))
    except ValidationError as invalid:
        raise FlowInvalid(faults(path, tree, invalid, keys_of(CareFile))) from None
    return Care(
        follow_ups=file.follow_ups.rules,
        goodwill=file.goodwill.rules(),
        privacy=file.privacy.periods,
        reasons={name: part.reason(name) for name, part in file.reasons.items()},
        departments={name: part.department(name) for name, part in file.departments.items()},
        dispositions={name: part.disposition(name) for name, part in file.dispositions.items()},
        reason_alert=file.reason_alert.rule,
        care_tags={name: Tag(name=name, words=part.both) for name, part in file.care_tags.items()},
        payment_plan=file.payment_plan.rules(),
        ownership=file.ownership.rules,
        promises=file.promises.rules,
        visits=file.visits.rules,
        people=file.people.rules,
    )
