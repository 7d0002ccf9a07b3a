"""Every rule asked of every flow."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from ivr.checking.finding import Finding
from ivr.checking.rule import Rule
from ivr.checking.rules.clashing_keys import clashing_keys
from ivr.checking.rules.clashing_phrases import clashing_phrases
from ivr.checking.rules.dead_end import dead_end
from ivr.checking.rules.department_names import department_names
from ivr.checking.rules.endless_loop import endless_loop
from ivr.checking.rules.far_from_a_person import far_from_a_person
from ivr.checking.rules.flow_in_itself import flow_in_itself
from ivr.checking.rules.leads_nowhere import leads_nowhere
from ivr.checking.rules.menus_too_deep import menus_too_deep
from ivr.checking.rules.missing_language import missing_language
from ivr.checking.rules.no_closed_branch import no_closed_branch
from ivr.checking.rules.no_person import no_person
from ivr.checking.rules.nowhere_to_complain import nowhere_to_complain
from ivr.checking.rules.personal_before_proof import personal_before_proof
from ivr.checking.rules.prompt_too_long import prompt_too_long
from ivr.checking.rules.too_many_options import too_many_options
from ivr.checking.rules.unknown_audio import unknown_audio
from ivr.checking.rules.unknown_calendar import unknown_calendar
from ivr.checking.rules.unknown_flow import unknown_flow
from ivr.checking.rules.unknown_form import unknown_form
from ivr.checking.rules.unknown_host import unknown_host
from ivr.checking.rules.unknown_queue import unknown_queue
from ivr.checking.rules.unknown_segment import unknown_segment
from ivr.checking.rules.unknown_skill import unknown_skill
from ivr.checking.rules.unknown_value import unknown_value
from ivr.checking.rules.unreachable import unreachable
from ivr.checking.subject import Subject
from ivr.checking.surroundings import Surroundings
from ivr.language.written import Written

NAMES: Final = (
    Rule("error", leads_nowhere),
    Rule("error", flow_in_itself),
    Rule("error", unknown_flow),
    Rule("error", unknown_queue),
    Rule("error", unknown_calendar),
    Rule("error", unknown_host),
)
"""What has to be there for a call to run at all. The rules that follow ways are asked when nothing is missing."""

ALONE: Final = (Rule("error", leads_nowhere), Rule("error", unknown_queue))

PARTS: Final = (
    Rule("warning", unknown_skill),
    Rule("warning", unknown_segment),
    Rule("error", unknown_audio),
    Rule("error", unknown_value),
    Rule("error", unknown_form),
    Rule("warning", missing_language),
    Rule("error", clashing_keys),
    Rule("warning", clashing_phrases),
    Rule("error", too_many_options),
    Rule("warning", department_names),
    Rule("warning", prompt_too_long),
)
"""What can be told of each part of a flow alone."""

PATHS: Final = (
    Rule("error", unreachable),
    Rule("error", dead_end),
    Rule("error", endless_loop),
    Rule("error", no_person),
    Rule("warning", no_closed_branch),
    Rule("error", menus_too_deep),
    Rule("warning", nowhere_to_complain),
    Rule("error", personal_before_proof),
    Rule("error", far_from_a_person),
)
"""What callers meet on their way."""


def check(surroundings: Surroundings, written: Sequence[Written], extra: Sequence[Rule] = ()) -> list[Finding]:
    """Everything wrong with these flows, which are published together, in the order of the files."""
    subject = subject_of(surroundings, written)
    found = [*_found(NAMES, subject, written), *_found(PARTS, subject, written)]
    if not any(finding.rule in {rule.name for rule in NAMES} for finding in found):
        found += _found((*PATHS, *extra), subject, written)
    return sorted(found, key=_as_in_the_files)


def runnable(surroundings: Surroundings, written: Sequence[Written]) -> list[Finding]:
    """Only what a call would stumble over: the centre does not start with one of these."""
    return list(_found(NAMES, subject_of(surroundings, written), written))


def alone(surroundings: Surroundings, written: Written) -> list[Finding]:
    """What can be told of one flow without the others, while it is still being written."""
    subject = subject_of(surroundings, [written])
    found = list(_found(ALONE, subject, [written]))
    return found or list(_found((Rule("error", unreachable),), subject, [written]))


def subject_of(surroundings: Surroundings, written: Sequence[Written]) -> Subject:
    return Subject(flows={one.flow.flow: one.flow for one in written}, surroundings=surroundings)


def _found(rules: Iterable[Rule], subject: Subject, written: Sequence[Written]) -> Iterator[Finding]:
    files = {one.flow.flow: one for one in written}
    for rule in rules:
        for fault in rule.finds(subject):
            place = files[fault.flow].place(fault.where)
            yield Finding(level=fault.level or rule.level, rule=rule.name, place=place, fault=fault)


def _as_in_the_files(finding: Finding) -> tuple[str, int, int]:
    file, line, column = finding.place.rsplit(":", 2)
    return file, int(line), int(column)
