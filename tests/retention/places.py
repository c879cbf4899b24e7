"""What a purge does with each column that can hold words: the list a new column has to be put into."""

BY = {
    "directory/purging.py": (
        "employee.pns_id employee.nip employee.code employee.name employee.search_name employee.front_title "
        "employee.back_title employee.card_token former_number.number posting.letter roster_change.before "
        "roster_change.digest roster_upload.undo_reason"
    ),
    "accounts/purging.py": (
        "user_account.username user_account.display_name user_account.password_hash login_session.key_hash "
        "login_session.end_reason login_session.address login_session.agent audit_event.actor_name "
        "audit_event.address"
    ),
    "sales/purging.py": (
        "sale.buyer_number sale.buyer_name sale.reason sale.cashier_name sale_resolution.reason flag_review.reason "
        "held_item.content held_item.errors held_item.decision_reason "
        "sale_conflict.content sale_conflict.decision_reason "
        "pending_void.reason pending_void.cashier_name pending_void.decision_reason"
    ),
    "months/purging.py": "late_item.decision_reason",
    "tills/purging.py": "shift.difference_reason paper_sheet_end.reason",
    "compliance/purging.py": "exemption.kind exemption.letter_number exemption.decision_reason",
    "disputes/purging.py": "dispute.reason dispute.answer dispute.receipt",
    "notices/purging.py": "notice.reader notice.kind notice.event notice.facts",
    "closing/purging.py": "snapshot_row.nip snapshot_row.code snapshot_row.name snapshot_row.note",
    "jobs/purging.py": "job.title job.made_by job.parameters job.file_name",
    "person_merge/purging.py": "person_merge.reason person_merge.details",
    "training/purging.py": (
        "training_enrolment.person_name training_enrolment.person_key training_certificate.person_key"
    ),
    "makers/purging.py": (
        "maker.contact maker_profile.owner_name maker_profile.phone maker_profile.bank "
        "maker_profile.account_number maker_profile.account_name"
    ),
}
DELETED_WITH = {
    "accounts/purging.py, the rows of a login": (
        "access_card.pin_hash access_card.token_hash "
        "activation_code.code_hash cashier_pin.salt cashier_pin.verifier user_role.role"
    ),
    "closing/purging.py, the bytes of a signed file": "closing_file.content",
    "jobs/purging.py, the rows": "job.kind job.state job.worker job.sha256",
}
NOT_PERSONAL = {
    "one of a few words the code knows": (
        "public_token.kind channel.kind channel.state "
        "audit_event.actor_kind audit_event.action audit_event.subject booth.mode chain_link.kind closing_file.kind "
        "decree.mode dispute.kind dispute.state exemption.scope exemption.state held_item.decision "
        "late_item.decision late_item.reason month.state paper_sheet_end.kind pending_void.decision unit_act.kind "
        "purged_row.kind roster_upload.state sale.buyer_kind sale.payment sale.result sale.source sale.flags "
        "sale_conflict.decision sale_resolution.result snapshot_row.status till.kind booth_money.qris_holder "
        "consignment_terms.expiry_bearer consignment_terms.loss_bearer maker_claim.kind maker_profile.origin "
        "maker_profile.state payout.way payout_answer.answer payout_request.decision payout_request.way "
        "finding.item finding.state visit_answer.answer visit_answer.item "
        "certificate.ended_as certificate.kind certificate.source product_goods.goods "
        "remittance.way booth_former_mode.mode "
        "statement.money_with statement_line.money_with stock_count.state stock_move.kind supply_note.answer "
        "supply_note.kind supply_note.source supply_note.state open_figure.dataset turn.answer turn.origin "
        "turn_presence.source contact_outcome.outcome "
        "curation_reason.aspect curation_reason.weight submission.next_step submission.state verdict.answer "
        "verdict_point.aspect verdict_point.weight "
        "training_attendance.source training_enrolment.seat training_enrolment.state training_enrolment.wish "
        "training_event.state training_follow_up.answer training_seats.kind"
    ),
    "a row of the tables named in app/audit_coverage.py, by its number or month": "kept_state.kind kept_state.row_key",
    "a random number, or a hash of random numbers": (
        "held_item.uuid pending_void.target_uuid pending_void.uuid sale.uuid sale_conflict.uuid shift.uuid "
        "till.token_hash till_code.code_hash user_account.form_key payout.uuid payout_request.uuid stock_count.uuid "
        "supply_note.uuid remittance.uuid visit.uuid training_certificate.token"
    ),
    "the hash of a picture's points, under which anybody may load it": "upload.sha256",
    "the name of a public page": "public_token.token",
    "a keyed hash, or a hash of a whole file or chain: nobody can try out a name against it (ADR 0010)": (
        "book_key.previous book_key.proof "
        "chain_link.hash chain_link.row_digest closing.chain_head closing_file.sha256 pending_void.content_hash "
        "purged_row.veils kept_state.digest roster_upload.sha256 sale.content_hash sale_conflict.content_hash "
        "statement_file.sha256"
    ),
    "a hash of times and amounts; a shift's word is free text in it": "shift.open_hash shift.close_hash",
    "a hash of an account or address, overwritten within minutes": "login_failure.key",
    "what somebody was, without who: it decides what a month owed (privasi.md)": (
        "exemption.tier_code posting.echelon posting.grade posting.position posting.position_kind posting.service "
        "posting.status snapshot_row.echelon snapshot_row.employment snapshot_row.grade snapshot_row.opd "
        "snapshot_row.position snapshot_row.tier snapshot_row.tier_name snapshot_row.unit"
    ),
    "the city's own offices, rules and devices": (
        "booth.name booth.search_name booth.address booth.hours decree.content_hash decree.number decree.title "
        "decree_withdrawal.number "
        "minimum_tier.code minimum_tier.matches minimum_tier.name paper_sheet.number sale.book_sheet setting.key "
        "till.name till.version till_code.name unit.external_id unit.name "
        "unit_act.letter unit_change.name agency.name agency.search_name agency.aspects curation_reason.sentence "
        "training_event.link training_event.organizer training_event.place training_event.step training_event.title "
        "training_event.topic training_event.topic_key training_session.word"
    ),
    "makers and their goods: trade, not employees; the ledger must say whose goods were sold": (
        "maker.name maker.search_name product.barcode product.category product.name product.search_name "
        "sale_line.maker_name sale_line.product_name maker_claim.text maker_profile.capacity_unit "
        "maker_profile.kbli maker_profile.makes maker_profile.nib maker_profile.sector maker_profile.size_basis "
        "maker_profile.size_class maker_profile.village consignment_terms.paper_number count_line.reason "
        "count_release.reason "
        "visit.remark finding.advice finding.closing_reason "
        "certificate.end_reason certificate.issuer certificate.number "
        "certificate.number_key certificate_rules.content "
        "channel.address product_photo.alt product_story.story product_story.how_made maker_story.story "
        "supply_line.book_note supply_line.reason supply_line.remark supply_note.book_note supply_note.remark "
        "turn.story maker_contact.partner maker_contact.about "
        "product_version.claims product_version.composition product_version.label_text product_version.name "
        "product_version.net_content submission.advice submission_round.fixed verdict.handled_place verdict.remark "
        "verdict_point.sentence product_hold.letter_number product_hold.lift_reason product_hold.reason"
    ),
    "who went or looked in the name of an office, to be answered for as long as it counts": (
        "visit.visitor certificate.checked_by"
    ),
    "money between a booth and a maker: books of the city, kept as long as they are": (
        "remittance.reason remittance.reference "
        "payout.reason payout.reference payout_request.decision_reason payout_request.reference statement.number "
        "statement_file.content"
    ),
    "an official act about a month: signed, and to be answered for (ADR 0010)": (
        "closing.closed_by_name closing.header closing.override_reason closing.readiness "
        "decree_withdrawal.reason lowered_month.letter_number lowered_month.reason setting.value"
    ),
    "figures of many makers, published (ADR 0054)": "open_figure.content",
    "counts and ids only, held by tests/web/test_no_names_in_logs.py": (
        "audit_event.details roster_upload.summary unit_act.details"
    ),
    "the name of a list file, not of a person": (
        "roster_upload.file_name closing_file.name unit_act.file_name statement_file.name"
    ),
}

NOT_IN_OWN_COPY = {
    "only the computer's own spelling of what is in it": "employee.search_name",
    "a hash of the person's row": "roster_change.digest",
    "why the office took a whole list back": "roster_upload.undo_reason",
    "a secret, or a hash of one": "user_account.password_hash login_session.key_hash",
    "why a session ended, in a word of the code": "login_session.end_reason",
    "a number for the code; the message itself is in it": "notice.reader notice.event",
    "not known to be this person's: once it is booked, it is in it as the sale it became": (
        "held_item.content held_item.errors held_item.decision_reason "
        "sale_conflict.content sale_conflict.decision_reason "
        "pending_void.reason pending_void.cashier_name pending_void.decision_reason"
    ),
    "about cash and paper of a booth, not about a buyer": "shift.difference_reason paper_sheet_end.reason",
    "about a maker": (
        "maker.contact maker_profile.owner_name maker_profile.phone maker_profile.bank "
        "maker_profile.account_number maker_profile.account_name training_enrolment.person_name "
        "training_enrolment.person_key training_certificate.person_key"
    ),
    "which rows a merge moved, and the posts it ended: what counts of it is in the history": "person_merge.details",
}
"""Personal columns that somebody's own copy of the data leaves out, and why."""


def _names(groups: dict[str, str]) -> list[str]:
    return [name for names in groups.values() for name in names.split()]


DELETED = _names(DELETED_WITH)
"""Gone with their rows: nothing is left to look at."""
PERSONAL = _names(BY)
PLACED = {*PERSONAL, *DELETED, *_names(NOT_PERSONAL)}
TAKEN = [one for one in PERSONAL if one not in _names(NOT_IN_OWN_COPY)]
"""Columns whose content must stand in that copy."""
