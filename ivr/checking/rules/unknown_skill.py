"""Skills nobody is asked for anywhere else, or an expression nobody can read."""

from collections.abc import Iterable, Iterator

from ivr.checking.finding import Fault
from ivr.checking.nearest import near
from ivr.checking.subject import Place, Subject
from ivr.language.node import Named
from ivr.yaml_file import Where
from routing.errors import BadSkills
from routing.skills import is_written_down, skill_names, skill_test


def unknown_skill(subject: Subject) -> Iterator[Fault]:
    """An unreadable expression is an error; a skill no ring of the policy asks for may still be some agent's."""
    for place in subject.places():
        for named in place.node.names():
            if named.what == "skills":
                yield from _of_expression(place, named, subject.surroundings.skills)


def _of_expression(place: Place, named: Named, known: frozenset[str]) -> Iterator[Fault]:
    where = place.within(*named.where)
    try:
        skill_test(named.name)
    except BadSkills as bad:
        yield Fault(flow=place.flow.flow, where=where, kind="unreadable", values={"why": bad}, level="error")
        return
    for skill in sorted(skill_names(named.name) - known):
        yield not_known(skill, known, flow=place.flow.flow, where=where)


def not_known(skill: str, known: Iterable[str], *, flow: str, where: Where) -> Fault:
    """An expression asks for what nobody may have."""
    kind = "written_down" if is_written_down(skill) else ""
    return Fault(flow=flow, where=where, kind=kind, values={"skill": skill}, near=near(skill, known))
