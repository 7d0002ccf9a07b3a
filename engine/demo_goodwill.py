"""What was given in the demo before today: precedents, a proposed rule, a request that waits, a final answer."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from cases.authority_mark import AuthorityMark, enter_mark
from cases.case import Case
from cases.final_answer import FinalWords, answer_finally
from cases.goodwill_asking import Wish, ask_goodwill
from cases.goodwill_rules import Giver, GoodwillRules
from console.goodwill_notices import a_mark_was_made, a_rule_is_proposed, somebody_is_to_decide
from hours.bilingual import Bilingual
from staff.agent import agent

OURS: Final = {"fault": "ours"}
GIVEN: Final[tuple[tuple[int, str, Mapping[str, Any]], ...]] = (
    (41, "deniz", {"case_number": "4808", "kind": "credit", "kurus": 4500, "facts": OURS,
                   "reason": "Sayaç okunmadığı için tahmini fatura kestik"}),
    (23, "elif", {"case_number": "4810", "kind": "credit", "kurus": 4000, "facts": OURS,
                  "reason": "Fatura iki kez çekildi", "evidence": ("Hesap özeti",)}),
    (12, "can", {"case_number": "4814", "kind": "credit", "kurus": 2500, "facts": {"fault": "third_party"},
                 "reason": "Kesintiyi geç bildirdik"}),
    (6, "deniz", {"case_number": "4808", "kind": "credit", "kurus": 4000, "facts": OURS,
                  "reason": "Yine tahmini fatura kestik"}),
    (5, "ayse", {"case_number": "4811", "kind": "surprise", "kurus": 2000}),
    (4, "elif", {"case_number": "4810", "kind": "fee_waiver", "kurus": 3000, "facts": OURS,
                 "reason": "Gecikme bedeli bizim hatamızdan"}),
    (1, "elif", {"case_number": "4810", "kind": "refund", "kurus": 35000, "facts": OURS,
                 "reason": "İkinci çekim iade edilecek", "evidence": ("Hesap özeti", "Banka dekontu")}),
)  # fmt: skip
"""Days ago, by whom, and what."""
FINAL: Final = Bilingual(
    tr="Kurulumdan sonra istenen ek hattı ücretsiz çekemiyoruz; bir sonraki servisinizde yerinde fiyat veririz.",
    en="We cannot lay the additional line free of charge; we will give you a price on the spot at your next service.",
)


def give_in_the_demo(session: Session, rules: GoodwillRules, now: datetime) -> None:
    """Done again it changes nothing; in a centre without the demo's people and cases nothing is given."""
    for number, (days, giver, told) in enumerate(GIVEN, start=1):
        at, by = now - timedelta(days=days), _giver(session, giver)
        if by is None or session.get(Case, told["case_number"]) is None or told["kind"] not in rules.kinds:
            continue
        given = ask_goodwill(session, Wish(once=f"demo:goodwill:{number}", via="demo", **told), by, rules, at)
        a_rule_is_proposed(session, given, at)
        if given.status == "asked":
            somebody_is_to_decide(session, given, at)
    lead, case = _giver(session, "zeynep"), session.get(Case, "4809")
    if lead is not None and case is not None:
        words = FinalWords(once="demo:final", case_number=case.number, wording=FINAL, reason="Ek hat ücretlidir")
        answer_finally(session, words, lead, rules, now - timedelta(days=3))
        a_mark_was_made(session, enter_mark(session, _recognition(now - timedelta(days=2))))


def _recognition(at: datetime) -> AuthorityMark:
    return AuthorityMark(once="demo:mark", agent_id="ayse", kind="recognition", by="zeynep", at=at,
                         words="Beklerken gönderilen küçük sürpriz müşteriyi çok mutlu etti")  # fmt: skip


def _giver(session: Session, agent_id: str) -> Giver | None:
    known = agent(session, agent_id)
    if known is None or not known.active:
        return None
    return Giver(agent_id=known.id, role=known.role, hired_on=known.hired_on, lead_id=known.lead_id)
