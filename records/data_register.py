"""The register of data: every column of every table, with its class and what becomes of it when a person is forgotten.

Erasure, export, retention and sealed backups go by this list and know no table themselves. A column that is missing
here fails a test: whoever adds a table decides, on that day, what is personal in it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from records.data_class import DataOfTable

REGISTER: Final[Mapping[str, DataOfTable]] = MappingProxyType({
    # Customers, and what we know and owe
    "customers": DataOfTable(
        fate="goes", found_by={"id": "customer", "crm_id": "crm"},
        op="language tier channel zone known_since led_anew_since version",
        pii="name name_fold notes visit_preference"),
    "customer_phones": DataOfTable(fate="goes", found_by={"customer_id": "customer", "phone": "address"}),
    "customer_emails": DataOfTable(fate="goes", found_by={"customer_id": "customer", "email": "address"}),
    "customer_pins": DataOfTable(fate="goes", found_by={"customer_id": "customer"}, hidden="hash", op="set_at"),
    "care_tags": DataOfTable(
        fate="goes", found_by={"customer_id": "customer"}, op="consent consent_at noted_by", pii="tag"),
    "contact_people": DataOfTable(
        fate="goes", found_by={"customer_id": "customer", "phone": "address"}, op="id may_decide noted_at",
        pii="name relation"),
    "cases": DataOfTable(
        fate="blanked", found_by={"customer_id": "customer", "number": "case", "phone": "address"},
        op="serial reason priority bounces status opened_at closed_at was_closed_at last_touched_at next_action_due "
           "wrap_up_missing version",
        staff="owner_id next_action_by", link="opened_by_call",
        pii="subject next_action disposition public_link outcome"),
    "case_notes": DataOfTable(fate="goes", found_by={"case_number": "case"}, op="id at", staff="who", pii="text"),
    "case_tasks": DataOfTable(
        fate="blanked", found_by={"case_number": "case"},
        op="id department status opened_at due_at look_at ended_at", staff="opened_by ended_by", pii="what outcome"),
    "case_losses": DataOfTable(
        fate="goes", found_by={"case_number": "case"}, op="kurus noted_at", staff="noted_by", pii="what offered"),
    "entitlements": DataOfTable(
        fate="goes", found_by={"customer_id": "customer"}, op="id kind starts_on ends_on used_on noted_by noted_at",
        pii="product serial reference covers"),
    "case_ownerships": DataOfTable(
        fate="blanked", found_by={"case_number": "case"}, op="id since until how", staff="agent_id",
        pii="reason ended_because"),
    "ownership_offers": DataOfTable(
        fate="blanked", found_by={"case_number": "case"}, op="id state offered_at expires_at ended_at",
        staff="from_agent by_agent to_agent", pii="note why"),
    "bounces": DataOfTable(
        fate="blanked", found_by={"case_number": "case", "call": "call"}, op="id once at", staff="owner_id agent_id"),
    "update_cadences": DataOfTable(
        fate="blanked", found_by={"case_number": "case"}, op="every_minutes promise_id look_at set_by set_at"),
    "promises": DataOfTable(
        fate="blanked", found_by={"case_number": "case"},
        op="id kind agreed_for due_at calendar party status made_at counted_from look_at moves ended_at makes_good "
           "made_good_at escalation_candidate",
        staff="by_agent", pii="what"),
    "promise_steps": DataOfTable(
        fate="blanked", found_by={"case_number": "case"}, op="promise_id step round at was_due", staff="who",
        pii="note"),
    "promise_pauses": DataOfTable(
        fate="blanked", found_by={"case_number": "case"}, op="id promise_id began_at until ended_at", staff="by",
        pii="reason"),
    "visits": DataOfTable(
        fate="blanked", found_by={"case_number": "case"},
        op="id promise_id starts_at state planned_by planned_at ended_at", staff="worker_id worker_phone", pii="note"),
    "visit_items": DataOfTable(fate="stays", op="visit_id name tr en packed_at missing_at"),
    "hardships": DataOfTable(
        fate="blanked", found_by={"customer_id": "customer", "phone": "address", "subscriber": "crm"},
        op="id actions starts_on ends_on debts_from debts_until made_by made_at ended_at version", pii="reason"),
    "hardship_stops": DataOfTable(op="id purpose hardship_id at", staff="by"),
    "manager_requests": DataOfTable(
        fate="blanked", found_by={"customer_id": "customer", "case_number": "case", "call": "call"},
        op="id once reason asked_at"),
    "payment_plans": DataOfTable(
        fate="goes", found_by={"customer_id": "customer", "case_number": "case", "call": "call"},
        op="id once kurus instalments accepted_at ends_on hardship_id paid patient_until broken_at", staff="agent_id"),
    "stop_line_answers": DataOfTable(
        fate="blanked", found_by={"subscriber": "crm"}, op="id once answer hardship_id at", staff="worker_id",
        link="call"),
    "survey_answers": DataOfTable(
        fate="blanked", found_by={"customer_id": "customer", "case_number": "case", "call": "call"},
        op="id once survey rating scale language at", staff="agent_id", pii="recording"),
    "verifications": DataOfTable(
        fate="goes", found_by={"customer_id": "customer", "phone": "address"}, op="id by begun_at expires_at",
        link="call"),
    "verification_answers": DataOfTable(
        fate="goes", found_by={"customer_id": "customer"}, op="id at result", link="call"),
    "vouchers": DataOfTable(
        fate="blanked", found_by={"customer_id": "customer", "redeemed_for": "customer", "case_number": "case"},
        hidden="code_hash clear_code last4", link="redeemed_call", pii="reason",
        op="id once kurus made_by made_at expires_at redeemed_at redeemed_once"),
    "goodwill": DataOfTable(
        fate="blanked", found_by={"customer_id": "customer", "case_number": "case"},
        op="id once kind kurus facts facts_key tier status why_asked asked_at charged month decided_at decided_once "
           "voucher_id by_rule departs_from taken_back_at",
        staff="agent_id decided_by taken_back_by", pii="reason evidence decision_reason taken_back_reason"),
    "rule_proposals": DataOfTable(
        fate="stays", op="id kind facts facts_key exceptions kurus status opened_at decided_at decided_once",
        staff="owner_id decided_by decision_reason"),
    "goodwill_audits": DataOfTable(fate="stays", op="goodwill_id once verdict at", staff="by words"),
    "authority_marks": DataOfTable(
        fate="stays", op="id once kind goodwill_id at suspended_until", staff="agent_id words by"),
    "final_answers": DataOfTable(
        fate="blanked", found_by={"customer_id": "customer", "case_number": "case"},
        op="id once status given_at appeal_until appealed_at promise_id decided_at decided_once",
        staff="given_by decided_by", pii="wording_tr wording_en reason appeal_words decision_reason"),
    "goodwill_purses": DataOfTable(fate="stays", op="month spent extra", staff="holder"),
    # What was said and sent
    "messages": DataOfTable(
        fate="blanked",
        found_by={"customer_id": "customer", "case_number": "case", "call": "call", "to_number": "address",
                  "to_email": "address"},
        op="id channel template purpose challenge state sid error_code written_at not_before expires_at posted_at "
           "settled_at",
        staff="written_by", hidden="secrets", pii="subject body content"),
    "received_messages": DataOfTable(
        fate="blanked",
        found_by={"customer_id": "customer", "case_number": "case", "from_number": "address", "from_email": "address"},
        op="id channel to_address automatic known_sender how received_at", pii="subject body media mail_id"),
    "received_attachments": DataOfTable(
        fate="goes", found_by={"message_id": "received"}, op="place kind size", pii="name content"),
    "opt_outs": DataOfTable(fate="goes", found_by={"address": "address"}, op="channel since how"),
    "voicemails": DataOfTable(
        fate="goes",
        found_by={"customer_id": "customer", "case_number": "case", "call": "call", "phone": "address"},
        op="queue promise_id seconds state heard_of_at left_at", pii="recording url"),
    "conversation_recordings": DataOfTable(
        fate="goes", found_by={"call": "call"},
        op="conference state wanted trouble seconds begun_at paused_at ended_at in_doubt_since look_at version",
        staff="agent_id asked_by", pii="recording url"),
    "recording_pauses": DataOfTable(fate="stays", op="recording since until why", staff="agent_id asked_by"),
    "recording_notices": DataOfTable(fate="goes", found_by={"call": "call"}, op="language text text_hash at"),
    "escalations": DataOfTable(
        fate="blanked",
        found_by={"customer_id": "customer", "case_number": "case", "call": "call"},
        op="id once trigger level decision reasons transfer_id callback_id asked_at answered_at granted outcome "
           "justified decided_at told_agent_at ended_at version facts facts_key goodwill_id",
        staff="agent_id asked_by answered_by decided_by", pii="reason right answer"),
    "transfers": DataOfTable(
        fate="blanked",
        found_by={"customer_id": "customer", "case_number": "case", "call": "call", "customer_leg": "call",
                  "phone": "address"},
        op="id kind escalation_id reservation language floor_call wanted state why wish wish_by later_at callback_id "
           "customer_sent customer_sent_at rings asked_at rang_at met_at merged_at ended_at due_at look_at version",
        staff="agent_id colleague_id later_by asked_by", link="agent_leg colleague_leg room", pii="brief"),
    "transfer_steps": DataOfTable(fate="stays", op="id transfer_id at state why", staff="who colleague_id"),
    "duties": DataOfTable(fate="stays", op="id rank starts_at until slots made_at", staff="agent_id made_by"),
    "improvements": DataOfTable(
        fate="blanked", found_by={"case_number": "case"}, op="id once escalation_id due_on made_at ended_at",
        staff="owner_id made_by ended_by", pii="gap outcome"),
    "executive_cases": DataOfTable(
        fate="blanked", found_by={"case_number": "case"},
        op="opened_at found_at callback_id called_back_at confirmed_at",
        staff="sponsor_id opened_by found_by confirmed_by", pii="why root_cause"),
    "raised_hands": DataOfTable(
        fate="blanked", found_by={"case_number": "case", "call": "call"}, op="id reason up_at down_at",
        staff="agent_id answered_by"),
    "holds": DataOfTable(
        fate="blanked", found_by={"call": "call", "customer_leg": "call"},
        op="id reservation language asked_at held_at released_at ended_at look_at why version",
        staff="agent_id asked_by"),
    "listenings": DataOfTable(
        fate="blanked", found_by={"case_number": "case", "call": "call"},
        op="id floor_call mode in_mode silent why asked_at joined_at ended_at end_why look_at version",
        staff="agent_id listener_id asked_by", link="coached_leg leg"),
    "callbacks": DataOfTable(
        fate="blanked",
        found_by={"customer_id": "customer", "case_number": "case", "call": "call", "phone": "address"},
        op="id kind made_as queue language promise_id state why first zone purpose debt_date lines place_at "
           "not_before due_at until look_at tries snoozes round floor_call held_by held_since version made_at ended_at",
        staff="agent_id made_by"),
    "callback_steps": DataOfTable(fate="stays", op="id callback_id at state why floor_call", staff="who"),
    "calling_stops": DataOfTable(
        fate="blanked", found_by={"trial": "address"}, op="id began_at calls answered until tried_at trials ended_at"),
    "onboardings": DataOfTable(
        fate="goes", found_by={"customer_id": "customer", "case_number": "case"},
        op="id promise_id at minutes consent consent_at state booked_by booked_at", pii="product"),
    "flow_calls": DataOfTable(
        fate="blanked",
        found_by={"customer_id": "customer", "case_number": "case", "about_call": "call", "phone": "address"},
        op="id flow language purpose debt_date state outcome tries not_before expires_at made_at over_at"),
    "calls": DataOfTable(
        fate="blanked",
        found_by={"customer_id": "customer", "sid": "call", "from_number": "address", "to_number": "either_end"},
        op="direction from_kind language flow flow_version stage status outcome ended_by queue plan place_at "
           "queue_sid arrived_at waiting_at answered_at ended_at",
        link="case_number", staff="owner_id agent_id"),
    "call_events": DataOfTable(
        fate="scrubbed", found_by={"call": "call"}, op="seq id kind at reservation", staff="agent", pii="data"),
    "attempts": DataOfTable(
        fate="blanked", found_by={"destination": "address"},
        op="kind subject country state leg status created_at not_before posted_at resolved_at error_code "
           "answered_by",
        link="call", staff="agent_id", hidden="token", pii="block"),
    "handlings": DataOfTable(
        op="reservation queue answered_at left_at wrapped_up_at ended_by ring_seconds talk_seconds wrap_up_seconds",
        link="call", staff="agent_id"),
    "queue_stays": DataOfTable(op="number queue entered_at ending waited_seconds", link="call"),
    # What is kept so that nothing is done twice, guessed or denied
    "webhook_answers": DataOfTable(fate="goes", found_by={"call": "leg"}, op="key at", pii="body"),
    "idempotent_requests": DataOfTable(
        fate="goes", found_by={"body": "mention", "about": "mention"}, op="caller key status at",
        hidden="request_hash"),
    "guesses": DataOfTable(fate="goes", found_by={"subject": "mention"}, op="id is_right at"),
    "audit": DataOfTable(
        fate="redacted", found_by={"subject": "mention"}, op="seq at who what digest", pii="data"),
    # Forgetting, and what may not be forgotten
    "erasures": DataOfTable(
        op="id state waits_for rows asked_at forgotten_at done_at", staff="asked_by",
        hidden="phone customer_id whose looked_for"),
    "recording_consents": DataOfTable(
        fate="blanked", found_by={"customer_id": "customer", "call": "call"},
        op="recording flow version node language text text_hash at"),
    "retention_marks": DataOfTable(op="name until last_id"),
    "person_keys": DataOfTable(op="id made_at", hidden="owner key"),
    "legal_holds": DataOfTable(
        op="id made_at ended_at", staff="made_by ended_by", link="case_number customer_id", hidden="reason"),
    "recording_deletions": DataOfTable(op="why tries asked_at not_before gone_at", link="recording"),
    # The people who answer
    "agents": DataOfTable(
        op="id role team endpoint languages language_levels skills active presence presence_reason presence_since "
           "presence_until",
        staff="name lead_id stand_in_id phone hired_on email"),
    "absences": DataOfTable(
        op="id kind starts_at ends_at made_by made_at ended_at begun_told_at over_told_at",
        staff="agent_id stand_in_id"),
    "buddies": DataOfTable(op="id until_on made_by made_at ended_at", staff="newcomer_id coach_id"),
    "calendar_feeds": DataOfTable(op="made_by made_at", staff="agent_id", hidden="token_hash"),
    "coaching_tasks": DataOfTable(
        fate="blanked", found_by={"case_number": "case", "call": "call"},
        op="id once cause suspends due_on state made_by made_at ended_at ended_by",
        staff="agent_id coach_id outcome", pii="about"),
    "quality_reviews": DataOfTable(
        fate="blanked", found_by={"call": "call"}, op="id form answers percent passed coaching_task at",
        staff="agent_id reviewer_id", pii="words"),
    "thanks": DataOfTable(
        fate="blanked", found_by={"case_number": "case", "call": "call"}, op="id once kind at",
        staff="to_agent from_agent", pii="words"),
    "off_boardings": DataOfTable(op="id cases promises callbacks at", staff="agent_id to_agents reason by"),
    "certificates": DataOfTable(
        op="id name valid_from valid_until made_at withdrawn_at", staff="agent_id given_by made_by"),
    "briefings": DataOfTable(op="name text_tr text_en required_from revision written_at", staff="written_by"),
    "acknowledgements": DataOfTable(op="briefing revision acknowledged_at", staff="agent_id"),
    "field_workers": DataOfTable(op="active added_at", staff="id name", hidden="pin_hash"),
    "notices": DataOfTable(
        fate="goes", found_by={"call": "call", "case_number": "case", "args": "mention", "id": "mention"},
        op="kind key at seen_at", staff="agent_id"),
    # How the centre works
    "api_keys": DataOfTable(op="id role made_at revoked_at", staff="name", hidden="secret_hash"),
    "accounts": DataOfTable(
        op="id role language made_at disabled_at", staff="login name agent_id", hidden="password"),
    "browser_sessions": DataOfTable(
        op="account_id made_at seen_at ended_at", staff="browser address", hidden="digest"),
    "sign_in_tries": DataOfTable(op="filled at", hidden="bucket"),
    "alerts": DataOfTable(op="id rule subject metric op bound value began_at fired_at told_at tries ended_at"),
    "walls": DataOfTable(op="id name language queues made_at ended_at", staff="made_by ended_by"),
    "epochs": DataOfTable(op="site n"),
    "leases": DataOfTable(op="name holder until"),
    "closures": DataOfTable(
        op="id calendar began_at until reason_tr reason_en ended_at", staff="author ended_by"),
    "crises": DataOfTable(
        op="id message_tr message_en hours calendars overflow_queue overflow_flow region began_at until ended_at",
        staff="author ended_by"),
    "holiday_orders": DataOfTable(op="day name_tr name_en starts_at ends_at ordered_at", staff="author"),
    "flow_drafts": DataOfTable(op="flow version base saved_at", staff="author"),
    "flow_pointers": DataOfTable(op="name release moved_at"),
    "flow_publications": DataOfTable(op="number how before release changed note at", staff="author"),
    "flow_versions": DataOfTable(op="flow number version note published_at", staff="author"),
    "centre_file_versions": DataOfTable(
        op="file number source how restores note published_at", staff="author"),
    "kept_flows": DataOfTable(op="flow version body source kept_at"),
    "kept_releases": DataOfTable(op="id versions kept_at"),
    # What other systems are told: ids and facts; ids of forgotten customers leave them
    "event_subscriptions": DataOfTable(
        op="id name url kinds state state_since state_why secret_turn old_secret_until failures failing_since "
           "rests_until made_at",
        staff="contact_id made_by"),
    "outgoing_events": DataOfTable(
        fate="scrubbed", found_by={"data": "mention"}, op="seq kind at", link="subject once"),
    "event_deliveries": DataOfTable(
        op="id event_seq subscription_id state tries next_at claimed_until answered ended_at"),
    "delivery_tries": DataOfTable(op="id delivery_id at milliseconds status why"),
})  # fmt: skip
"""Table → what its columns hold."""
