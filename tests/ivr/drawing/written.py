"""Flows written for a drawing, in files of their own."""

from pathlib import Path

from ivr.language.written import Written, read_written

SHOP = """\
flow: shop
start: hello
person: anyone
complaint: sorry
nodes:
  hello:
    say: {tr: "İyi günler, Çağrı Merkezi'ne hoş geldiniz.", en: "Good day."}
    next: who
  who:
    identify: {one: choice, several: number, none: choice, withheld: choice}
  number:
    ask:
      say: {tr: "Dosya numaranız?", en: "Your case number?"}
      case_number: {found: anyone, not_found: choice}
  choice:
    menu:
      say: {tr: "Fatura için 1.", en: "For a bill press 1."}
      options: {"1": bill, "2": bill, "3": sorry}
  bill:
    agent: {queue: fatura}
  sorry:
    agent: {queue: sikayet}
  anyone:
    agent: {queue: destek}
"""


def written(folder: Path, text: str = SHOP, name: str = "shop.yaml") -> Written:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return read_written(file)
