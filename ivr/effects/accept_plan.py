"""A customer accepted instalments: written down for both sides before anybody says so."""

from callbacks.noting import note
from cases.payment_plan import Acceptance, accept_plan
from ivr.language.move import Outcome
from ivr.language.payment_plan import AcceptPlan
from ivr.talking.talk import Talk
from ivr.voice_board import VoiceBoard
from records.database import writing


def put_plan_on_record(voice: VoiceBoard, talk: Talk, effect: AcceptPlan) -> Outcome:
    conversation = talk.conversation
    acceptance = Acceptance(
        once=talk.once,
        call=conversation.call,
        customer_id=effect.customer,
        phone=talk.caller.caller_id.value or None,
        case_number=conversation.case,
        what=effect.what,
    )
    with writing(voice.database) as session:
        plan = accept_plan(session, acceptance, effect.instalments, now=talk.now, new_id=voice.new_id)
        case = plan.case_number if plan else None
    if case is None:
        return Outcome(way="not_offered")
    told = {"case": case, "instalments": len(effect.instalments)}
    note(voice, "plan_accepted", conversation.call, told, once=f"{conversation.call}:{conversation.step}")
    kept = {"plan_first": effect.instalments[0].due_on.isoformat(), "plan_count": str(len(effect.instalments))}
    return Outcome(way="accepted", kept=kept, progress=True, changed=conversation.about(case, effect.customer))
