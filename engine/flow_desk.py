"""What `sahip flow` does with the centre's files and the records: publish, roll back, try out."""

import getpass
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, select

from engine.centre import Centre
from engine.centre_in_force import centre_in_force
from engine.demo_clock import clock_of
from engine.moment_before import moment_before
from engine.settings import Settings
from engine.stores import database_of, see_to_schema
from ivr.publishing.checked import checked_against
from ivr.publishing.draft import drafts
from ivr.publishing.drafting import draft_flows, drop
from ivr.publishing.errors import NoSuchFlow, NothingToPublish
from ivr.publishing.flow_version import FlowVersion
from ivr.publishing.found_flow import found_flow
from ivr.publishing.pointer import in_force
from ivr.publishing.publication import Publication, publications
from ivr.publishing.publishing import Wish, publish, publish_first, roll_back
from ivr.publishing.telling import publication_rows, version_rows
from ivr.publishing.written_flow import WrittenFlow
from ivr.retelling.replay import Replay
from ivr.retelling.trial_run import Span, trial_run
from ivr.yaml_file import nearest
from records.database import reading


class FlowDesk:
    """The flows of one installation, as somebody at a terminal works with them."""

    def __init__(self, settings: Settings) -> None:
        see_to_schema(settings)
        self.settings = settings
        self.database: Engine = database_of(settings)

    def centre(self) -> Centre:
        """Raises CentreInvalid."""
        return centre_in_force(self.settings.centre, self.database)

    def wish(self, author: str | None, note: str, base: str | None) -> Wish:
        name = author or getpass.getuser()
        return Wish(author=name, note=note, now=clock_of(self.settings)(), who=f"terminal:{name}", base=base)

    def publish(self, names: Sequence[str], wish: Wish) -> dict[str, Any]:
        """Put the files of these names in force; of none, every file that was never published. Tells what changed."""
        centre = self.centre()
        check = checked_against(centre.surroundings)
        chosen = chosen_files(centre, names) if names else self._new(centre)
        if not self._has_published():
            check(centre.written)
            if first := publish_first(self.database, centre.written, wish):
                return self._told(first)
        return self._told(publish(self.database, chosen, check, wish))

    def roll_back(self, name: str, version: str | None, wish: Wish) -> dict[str, Any]:
        return self._told(roll_back(self.database, name, version, wish))

    def versions(self, name: str) -> list[dict[str, Any]]:
        with reading(self.database) as session:
            return version_rows(session, name)

    def history(self) -> list[dict[str, Any]]:
        with reading(self.database) as session:
            return publication_rows(session, publications(session))

    def found(self, name: str, told: str) -> WrittenFlow:
        """A version of a flow; `file` is the one in the centre's files. Raises NoSuchFlow, VersionUnknown."""
        if told == "file":
            return chosen_files(self.centre(), [name])[0]
        with reading(self.database) as session:
            return found_flow(session, name, told)

    def replay(self, name: str, told: str, *, since: str, most: int, lang: str) -> Replay:
        """Past calls through this version. Raises NoSuchFlow, VersionUnknown."""
        flow, now = self.found(name, told), clock_of(self.settings)()
        with reading(self.database) as session:
            return trial_run(session, flow, Span(since=moment_before(now, since, lang), until=now, most=most))

    def save_drafts(self, names: Sequence[str], wish: Wish) -> None:
        centre = self.centre()
        publish_first(self.database, centre.written, wish)
        draft_flows(self.database, chosen_files(centre, names), wish)

    def drop_drafts(self, names: Sequence[str], wish: Wish) -> None:
        """The drafts of these names; of none, all."""
        drop(self.database, names or [str(row["flow"]) for row in self.drafts()], wish)

    def drafts(self) -> list[dict[str, object]]:
        with reading(self.database) as session:
            return [
                {"flow": one.flow, "version": one.version, "base": one.base, "author": one.author, "at": one.saved_at}
                for one in drafts(session)
            ]

    def _has_published(self) -> bool:
        with reading(self.database) as session:
            return in_force(session) is not None

    def _new(self, centre: Centre) -> list[WrittenFlow]:
        """Files that are news. One that was rolled back is not: it has to be named to come back."""
        with reading(self.database) as session:
            known = set(session.scalars(select(FlowVersion.flow + " " + FlowVersion.version)))
        new = [one for name, one in centre.written.items() if f"{name} {one.version}" not in known]
        if not new:
            raise NothingToPublish("There is nothing new in the files; name a flow to publish it again.")
        return new

    def _told(self, publication: Publication) -> dict[str, Any]:
        with reading(self.database) as session:
            [row] = publication_rows(session, [publication])
        return row


def chosen_files(centre: Centre, names: Sequence[str]) -> list[WrittenFlow]:
    """The flows of these names as the files have them. Raises NoSuchFlow."""
    for name in names:
        if name not in centre.written:
            raise NoSuchFlow(name, "in the centre's files", nearest(name, list(centre.written)))
    return [centre.written[name] for name in names]
