"""The brief as it stands on a colleague's screen: a heading and its lines, in either language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from cases.money import lira
from escalations.brief import Brief, case_words, right_words, since_words, tried_words, who_words
from escalations.in_words import said
from hours.bilingual import Bilingual


@dataclass(frozen=True, kw_only=True)
class Section:
    """Without a heading: what stands above all else."""

    heading: str
    lines: tuple[str, ...]


def brief_lines(brief: Brief, language: str) -> tuple[Section, ...]:
    """Only sections that have something in them. Of what somebody outside is told, that and nothing else."""
    if "told" in brief:
        return (Section(heading="", lines=(brief["told"],)),) if brief["told"] else ()
    sections = {
        "": _head(brief),
        "head_promises": (_promise(one) for one in brief["promises"]),
        "head_tried": (tried_words(one) for one in brief["tried"]),
        "head_right": (right_words(one) for one in brief["right"]),
        "head_precedents": (_precedent(one) for one in brief["precedents"]),
        "head_limits": _limits(brief),
    }
    told = ((key, tuple(line.spoken_in(language) for line in lines)) for key, lines in sections.items())
    return tuple(
        Section(heading=said("brief", key).spoken_in(language) if key else "", lines=lines)
        for key, lines in told
        if lines
    )


def _head(brief: Brief) -> Iterator[Bilingual]:
    yield who_words(brief)
    yield case_words(brief)
    since = since_words(brief)
    if since is not None:
        yield since
    if brief.get("reason"):
        yield said("brief", "reason", reason=brief["reason"])


def _promise(one: Brief) -> Bilingual:
    key = f"promise_{one['status']}{'_by' if one.get('by') else ''}"
    due = f"{datetime.fromisoformat(one['due_at']):%d.%m.%Y %H:%M}"
    return said("brief", key, what=one["what"], due=due, by=one.get("by"))


def _precedent(one: Brief) -> Bilingual:
    kind = Bilingual(tr=one["tr"], en=one["en"])
    key = f"precedent_{one['status']}"
    return said("brief", key, day=one["day"], case=one["case"] or "-", kind=kind, lira=lira(one["kurus"]))


def _limits(brief: Brief) -> Iterator[Bilingual]:
    for tier in brief["limits"]:
        whose = said("brief", "lead_tier") if tier["whose"] == "lead" else Bilingual(tr=tier["whose"], en=tier["whose"])
        if tier["left"] is not None:
            yield said("brief", "left", whose=whose, lira=lira(tier["left"]))
        for kurus, kinds in groupby(sorted(tier["kinds"], key=_kurus), key=_kurus):
            yield said("brief", "limit", whose=whose, kind=_in_a_row(kinds), lira=lira(kurus))


def _kurus(kind: Brief) -> int:
    return int(kind["kurus"])


def _in_a_row(kinds: Iterable[Brief]) -> Bilingual:
    """What may be given up to the same amount, on one line."""
    both = tuple(kinds)
    return Bilingual(tr=", ".join(one["tr"] for one in both), en=", ".join(one["en"] for one in both))
