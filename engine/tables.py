"""Imports every module that has a table, so that the schema can be compared with the database as a whole."""

import callbacks.callback
import callbacks.callback_step
import callbacks.dialler.calling_stop
import callbacks.flow_call
import callbacks.onboarding  # noqa: F401
import cases.authority_mark
import cases.bounce
import cases.care_tag
import cases.case
import cases.case_note
import cases.case_task
import cases.contact_person
import cases.conversation_recording
import cases.customer
import cases.customer_email
import cases.entitlement
import cases.erasure
import cases.executive_case
import cases.final_answer
import cases.goodwill
import cases.goodwill_audit
import cases.hardship
import cases.hardship_gate
import cases.legal_hold
import cases.loss
import cases.manager_request
import cases.message
import cases.opt_out
import cases.ownership
import cases.ownership_offer
import cases.payment_plan
import cases.pin
import cases.promise
import cases.promise_pause
import cases.promise_step
import cases.purse
import cases.received_attachment
import cases.received_message
import cases.recording_consent
import cases.recording_deletion
import cases.rule_proposal
import cases.stop_line
import cases.survey
import cases.update_cadence
import cases.verification
import cases.visit
import cases.voicemail
import cases.voucher  # noqa: F401
import console.alerts.alert
import console.api_key
import console.people.account
import console.people.browser_session
import console.people.sign_in_tries
import console.walls.wall  # noqa: F401
import escalations.duty
import escalations.escalation
import escalations.hold.hold
import escalations.improvement
import escalations.listening.listening
import escalations.raised_hand
import escalations.transfer.transfer
import escalations.transfer.transfer_step  # noqa: F401
import hours.closure
import hours.crisis
import hours.holiday_order  # noqa: F401
import ivr.publishing.draft
import ivr.publishing.flow_version
import ivr.publishing.kept_flow
import ivr.publishing.kept_release
import ivr.publishing.pointer
import ivr.publishing.publication  # noqa: F401
import records.answer
import records.audit
import records.call_record
import records.centre_file_version
import records.epoch
import records.event_delivery
import records.event_subscription
import records.guess
import records.handling
import records.idempotency
import records.journal
import records.lease
import records.outgoing_event
import records.person_key
import records.queue_stay
import records.retention_mark  # noqa: F401
import staff.absence
import staff.agent
import staff.briefing
import staff.buddy
import staff.calendar_feed
import staff.certificate
import staff.coaching
import staff.field_worker
import staff.notice
import staff.off_boarding
import staff.quality_review
import staff.thanks  # noqa: F401
import telephony.attempt  # noqa: F401
