"""What a column holds: which class of data, and what becomes of it when the person it is about is forgotten.

Five classes. `op`: how the centre works; it says nothing of a customer. `staff`: about those who work here. `secret`:
keys, hashes and codes, shown to nobody and in no export. `pii`: a customer's own data or words, or what others wrote
about them. `link`: names a customer, a case or a call by an id that says nothing by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

DataClass = Literal["op", "staff", "secret", "pii", "link"]
Names = Literal["customer", "case", "call", "address", "either_end", "leg", "crm", "received", "mention"]
"""What a column names, by which a person's rows are found. `address`: a telephone number or an e-mail address;
`either_end`: one of theirs, or of ours. `received`: a message they sent us. `leg`: their call, or an agent's end of it.
`mention`: any text in which one of their numbers, ids or addresses may stand. Addresses, crm ids and mentions are
`pii`, the others links."""
Fate = Literal["stays", "goes", "blanked", "scrubbed", "redacted"]
"""A forgotten person's rows are deleted (`goes`) or stay for the statistics with personal columns emptied (`blanked`).
`scrubbed`: personal values are taken out of its JSON. `redacted`: a row of the audit, whose chain must stay whole."""

FREE_WORDS: Final = frozenset(
    {
        "about", "appeal_words", "body", "decision_reason", "disposition", "ended_because", "next_action",
        "note", "notes", "outcome", "reason", "reasons", "subject", "taken_back_reason", "text", "visit_preference",
        "what", "offered", "why", "wording_en", "wording_tr", "words",
    }
)  # fmt: skip
"""Columns in which somebody writes what they like."""
_LINKS: Final = frozenset({"customer", "case", "call", "leg", "received"})


@dataclass(frozen=True, kw_only=True)
class DataOfTable:
    """The columns of a table by class, each once; names are separated by blanks, `hidden` are its secrets.

    `found_by` tells what a column names. Where a customer is named the row is theirs; else whoever has the case, the
    call or the number it names. A link that does not tell whose a row is stands under `link`.
    """

    fate: Fate = "stays"
    found_by: Mapping[str, Names] = field(default_factory=dict)
    op: str = ""
    staff: str = ""
    hidden: str = ""
    pii: str = ""
    link: str = ""

    @property
    def classes(self) -> dict[str, DataClass]:
        """Column → class."""
        told: dict[str, DataClass] = {
            column: "link" if named in _LINKS else "pii" for column, named in self.found_by.items()
        }
        told |= {column: held for held, columns in self._by_class for column in columns.split()}
        return told

    @property
    def told_twice(self) -> set[str]:
        """Columns that stand in more than one place."""
        columns = [*self.found_by, *(column for _, columns in self._by_class for column in columns.split())]
        return {column for column in columns if columns.count(column) > 1}

    @property
    def words(self) -> list[str]:
        """Where people write freely, and may name anybody: somebody forgotten is cut out of it, whosever the row is."""
        free = [column for column, held in self.classes.items() if held in ("pii", "staff") and column in FREE_WORDS]
        return [column for column in free if column not in self.found_by]

    @property
    def emptied(self) -> list[str]:
        """What is taken out of a forgotten person's row: what is theirs, and the link to who they were."""
        of_customer = {column for column, named in self.found_by.items() if named == "customer"}
        return [column for column, held in self.classes.items() if held == "pii" or column in of_customer]

    @property
    def _by_class(self) -> tuple[tuple[DataClass, str], ...]:
        return (("op", self.op), ("staff", self.staff), ("secret", self.hidden), ("pii", self.pii), ("link", self.link))
