"""`sahip rota`: who is on duty, in the records, the rules and on the clock of this folder."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine.demo_settings import source_here
from engine.errors import OrderRefused
from engine.escalations_file import read_escalations
from engine.hours_desk import HoursDesk, desk_here
from engine.importing import write_errors
from engine.policy_file import read_policy
from escalations.duty import Duty, DutyWanted, duties, put_on_duty, take_off_duty
from escalations.errors import DutyRefused
from escalations.in_words import said
from escalations.rota import OnDuty, Rota, asked_in_turn
from escalations.rota_import import read_rota, write_rota
from records.database import reading, writing
from records.errors import CsvRefused
from records.imported import Imported
from staff.agent import agents

Row = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class RotaDesk:
    """`hours` knows clock, zone, records and the language in which it refuses."""

    hours: HoursDesk
    rota: Rota

    def listed(self, since: datetime | None, agent: str | None) -> list[Row]:
        """What is not over then, the next to begin first."""
        with reading(self.hours.database) as session:
            found = duties(session, since=since or self.hours.clock(), agent_id=agent)
            return [self._row(one) for one in found]

    def turn(self, at: datetime | None, level: int) -> tuple[OnDuty, ...]:
        with reading(self.hours.database) as session:
            return asked_in_turn(session, self.rota, at or self.hours.clock(), level=level)

    def adds(self, wanted: DutyWanted, *, by: str) -> Row:
        """Raises OrderRefused with what stands in the way."""
        try:
            with writing(self.hours.database) as session:
                return self._row(put_on_duty(session, wanted, by=by, now=self.hours.clock())[0])
        except DutyRefused as refused:
            raise OrderRefused(self._told("refused", faults=self._faults(refused))) from None

    def removes(self, duty_id: int, *, by: str) -> None:
        with writing(self.hours.database) as session:
            duty = session.get(Duty, duty_id)
            if duty is None:
                raise OrderRefused(self._told("unknown_duty", id=duty_id))
            take_off_duty(session, duty, by=by, now=self.hours.clock())

    def imports(self, file: Path, *, by: str, dry_run: bool) -> Imported:
        """All of it or nothing. Raises CsvRefused, after writing the errors file unless this is a dry run."""
        with reading(self.hours.database) as session:
            ids = {one.id for one in agents(session)}
        try:
            told = read_rota(file, agents=ids, zone=self.hours.zone)
            with writing(self.hours.database) as session, session.begin_nested() as attempt:
                imported = write_rota(session, file, told, by=by, now=self.hours.clock())
                if dry_run:
                    attempt.rollback()
        except CsvRefused as refused:
            if not dry_run:
                write_errors(file, refused)
            raise
        return imported

    def _row(self, duty: Duty) -> Row:
        zone = self.hours.zone
        return {"id": duty.id, "agent": duty.agent_id, "rank": duty.rank,
                "from": f"{duty.starts_at.astimezone(zone):%Y-%m-%d %H:%M}",
                "until": f"{duty.until.astimezone(zone):%Y-%m-%d %H:%M}", "slots": duty.slots}  # fmt: skip

    def _faults(self, refused: DutyRefused) -> str:
        return "; ".join(f"{field}: {self._told(f'fault_{fault}')}" for field, fault in refused.faults.items())

    def _told(self, key: str, **args: object) -> str:
        return said("rota", key, **args).spoken_in(self.hours.lang)


def rota_desk_here(lang: str = "tr") -> RotaDesk:
    """On the settings of this folder."""
    hours, centre = desk_here(lang), source_here().settings().centre
    depth = read_policy(centre / "policy.yaml").stand_in_depth
    return RotaDesk(hours=hours, rota=Rota(rules=read_escalations(centre / "escalations.yaml").rota, depth=depth))


def headed(row: Mapping[str, object], lang: str) -> Row:
    """For people: under headings of that language, with the rank in words."""
    shown = {**row, "rank": said("rota", f"rank_{row['rank']}").spoken_in(lang)}
    return {said("rota", f"head_{name}").spoken_in(lang): value for name, value in shown.items()}


def turn_row(number: int, one: OnDuty, lang: str) -> Row:
    why = said("rota", f"why_{one.why}", instead=one.instead_of or "").spoken_in(lang)
    told = {"turn": number, "agent": one.agent_id, "rank": one.rank, "why": why}
    return headed(told, lang)
