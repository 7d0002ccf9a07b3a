"""The lists of an electricity supplier of any size, from a seed: its people, its customers, and their open cases.

One customer in fifty has a second telephone, one in forty shares theirs; one in 4.4 has an open case, with an owner,
and one case in three a promise. The same seed is the same lists, to the last byte.
"""

import csv
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final

CUSTOMERS_PER_CASE: Final = 4.4
AGENTS: Final = 700
FIRST: Final = (
    "Ayşe", "Mehmet", "Işıl", "Çağrı", "Öznur", "Umut", "İnci", "Hasan", "Zeynep", "Ali", "Fatma", "Emre", "Gül",
    "Şükrü",    "Ümit", "Ebru", "Kadir", "Nuray", "Özgür", "Tuğba",
)  # fmt: skip
LAST: Final = (
    "Yılmaz", "Kaya", "Şahin", "Demir", "Çelik", "Öztürk", "Işık", "Doğan", "Kılıç", "Arslan", "Aydın", "Özdemir",
    "Güneş", "Koç", "Kurt", "Özkan", "Şimşek", "Polat",
)  # fmt: skip
TIERS: Final = ("standart",) * 17 + ("vip",) * 2 + ("kurumsal",)
REASONS: Final = ("delivery_late", "damaged", "missing_part", "installation", "repair", "billing", "disconnection")
WHAT: Final = ("Ekip gelir", "Fatura düzeltilir", "Geri ararız", "Parça gelir")
NUMBERS, SCATTER = 10_000_000, 3_000_017
AREAS: Final = (212, 216, 224, 232, 242, 258, 262, 312, 322, 332, 342, 352, 362, 412, 442, 462)


def phone_of(customer: int) -> str:
    """Nine of ten are mobiles. No two customers have the same by chance, and neighbours have numbers far apart."""
    number = customer * SCATTER % NUMBERS
    if number % 10:
        return f"0532{number:07}"
    return f"0{AREAS[number % len(AREAS)]}{number // 10 + 2_000_000:07}"


def write_supplier(folder: Path, *, customers: int, seed: int = 1) -> int:
    """`agents.csv`, `customers.csv` and `cases.csv`; tells how many cases there are."""
    _write(folder / "agents.csv", ("id", "name"), ((f"t{n}", f"Temsilci {n}") for n in range(AGENTS)))
    header = ("telefon", "ad soyad", "dil", "segment", "müşteri no", "not")
    _write(folder / "customers.csv", header, _customers(customers, random.Random(seed)))
    cases = round(customers / CUSTOMERS_PER_CASE)
    columns = ("numara", "telefon", "konu", "neden", "sahip", "söz", "söz tarihi")
    _write(folder / "cases.csv", columns, _cases(customers, cases, random.Random(seed + 1)))
    return cases


def _customers(number: int, dice: random.Random) -> Iterator[tuple[str, ...]]:
    for n in range(number):
        name = f"{dice.choice(FIRST)} {dice.choice(FIRST)} {dice.choice(LAST)}"
        phone = phone_of(n - 1) if n % 40 == 39 else phone_of(n)
        yield phone, name, "tr" if dice.random() < 0.97 else "en", dice.choice(TIERS), f"C-{n:08}", ""
        if n % 50 == 49:
            yield phone_of(n + number), name, "", "", f"C-{n:08}", ""


def _cases(customers: int, number: int, dice: random.Random) -> Iterator[tuple[str, ...]]:
    for n in range(number):
        phone, owner = phone_of(dice.randrange(customers)), f"t{dice.randrange(AGENTS)}"
        what = dice.choice(WHAT) if n % 3 == 0 else ""
        when = f"{1 + n % 28:02}.12.2026 17:00" if what else ""
        reason = dice.choice(REASONS)
        yield str(1_000_000 + n), phone, reason.replace("_", " "), reason, owner, what, when


def _write(file: Path, header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(header)
        writer.writerows(rows)
