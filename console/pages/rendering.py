"""Templates, and the few words they can use."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache, partial
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.runtime import Context
from markupsafe import Markup

from console.control_characters import UNSEEN
from console.pages.local import civil, language_name, lira, readable
from console.pages.moments import day, in_field, when
from console.pages.page import Page, Visit
from console.pages.places import places
from console.pages.static_files import static_url
from console.pages.wording import say
from console.people.browser_name import browser_name

TURNING: Final = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Unicode's marks for embedding, overriding and isolating the direction of writing."""
LEFT_OUT: Final = {**TURNING, **UNSEEN}


def render(page: Page, visit: Visit, shown: Mapping[str, Any]) -> str:
    """What is shown, beside it `viewer`, `where`, `_()` for words, `static()` for files, `now`, the centre's `zone`."""
    if page.template is None:
        raise TypeError(f"{page.path} has no template and shows no answer of its own")
    viewer = visit.viewer
    known = {"visit": visit, "viewer": viewer, "where": visit.where, "language": viewer.language,
             "now": visit.board.clock(), "zone": visit.board.hours.calendars.zone, "stream": visit.stream,
             "places": places(page, viewer), "_": partial(say, viewer.language)}  # fmt: skip
    return _templates().get_template(page.template).render({**shown, **known})


def render_for_nobody(template: str, language: str, shown: Mapping[str, Any]) -> str:
    """Before anybody is signed in."""
    known = {"viewer": None, "stream": None, "language": language, "_": partial(say, language)}
    return _templates().get_template(template).render({**known, **shown})


@cache
def _templates() -> Environment:
    environment = Environment(loader=PackageLoader("console.pages"), autoescape=select_autoescape(default=True),
                              undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
                              finalize=_one_way)  # fmt: skip
    environment.globals["static"] = static_url
    environment.filters |= {
        "stamp": _stamp,
        "when": _when,
        "in_field": _in_field,
        "day": day,
        "browser_name": browser_name,
        "civil": civil,
        "language_name": language_name,
        "lira": lira,
        "readable": readable,
    }
    return environment


def _one_way(shown: Any) -> Any:
    """Text without the marks that turn what follows them round, or that nobody sees: a name cannot rewrite the sentence
    it is in."""
    return shown.translate(LEFT_OUT) if isinstance(shown, str) and not isinstance(shown, Markup) else shown


def _stamp(moment: datetime) -> str:
    """For `data-since` and `datetime`: what scripts count from."""
    return moment.isoformat(timespec="milliseconds")


@pass_context
def _when(context: Context, moment: datetime, language: str, now: datetime) -> str:
    return when(moment, language, now, context["zone"])


@pass_context
def _in_field(context: Context, moment: datetime) -> str:
    return in_field(moment, context["zone"])
