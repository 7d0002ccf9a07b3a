"""A final answer in the same words on every channel, with until when and how it is appealed."""

from babel.dates import format_date

from cases.civil_day import civil_day
from cases.final_answer import FinalAnswer
from cases.goodwill_rules import Appeal
from console.wording import Told, told_in


def final_answer_told(answer: FinalAnswer, appeal: Appeal) -> Told:
    """As it is said, texted and written."""
    return Told(tr=_told(answer, appeal, "tr"), en=_told(answer, appeal, "en"))


def final_answer_stands(answer: FinalAnswer) -> Told:
    """For whoever takes the next call about it: nobody answers otherwise by mistake."""
    return Told(
        tr=told_in("tr", "final_answer_stands", {"what": answer.wording_tr}),
        en=told_in("en", "final_answer_stands", {"what": answer.wording_en}),
    )


def appeal_told(answer: FinalAnswer, appeal: Appeal, language: str) -> str:
    """Until when and how."""
    until = format_date(civil_day(answer.appeal_until), "d MMMM y", locale=language)
    args = {"until": until, "how": appeal.words.spoken_in(language)}
    return told_in(language, "final_answer_appeal", args)


def _told(answer: FinalAnswer, appeal: Appeal, language: str) -> str:
    args = {
        "case": answer.case_number or "",
        "what": answer.wording.spoken_in(language),
        "appeal": appeal_told(answer, appeal, language) if answer.status == "in_force" else "",
    }
    return told_in(language, "final_answer", args).strip()
