"""What must hold before a transition: named functions that answer `Allowed` or `Denied` with the reason.

One explicit dict; a definition names them, nothing looks them up anywhere else.
"""

from collections.abc import Mapping

from sqlalchemy import select

from documents.access import Grant
from documents.commands import frozen_digest
from documents.database import local_date
from documents.errors import FieldsIncomplete, KindNotReady
from documents.events import DraftUploaded, FieldsConfirmed, PlacesMoved
from documents.fields import DATED, Fields, complete_fields, missing_fields
from documents.incoming import Incoming
from documents.journal import JournalEntry
from documents.kinds.settings import kind_ready_for, kinds_in_use
from documents.model import (
    Approval,
    Document,
    Dossier,
    DossierItem,
    Reservation,
    SignatureProof,
)
from documents.registers import held_number
from documents.retention import retention_or_none
from workflows.calls.guards import all_handed_in, call_open, head_agreed, subject_given
from workflows.directory.mandates import paper_of, signer_named
from workflows.directory.model import Agency, our_agency
from workflows.dispatch import Recipient
from workflows.incoming.assignments import LEAD, open_tasks
from workflows.incoming.passing import passing_rules
from workflows.minutes import chair_of, secretary_of, secretary_proof
from workflows.opinions.rounds import rounds_on, tally
from workflows.questions import Allowed, Answer, Denied, Guard, Question
from workflows.records.destroyable import council_agreed, council_named, list_destroyable
from workflows.routing import plan_for


def fields_complete(question: Question) -> Answer:
    document = question.document
    kind = question.kinds.get(document.kind)
    wanted = list(DATED) if kind is None or "place_date" in kind.parts else []
    wanted += ["addressees"] if kind is not None and "addressees" in kind.required else []
    missing = missing_fields(document.fields) + [name for name in wanted if not document.fields.get(name)]
    return Denied("fields_incomplete", {"missing": missing}) if missing else Allowed()


def places_found(question: Question) -> Answer:
    """The number, the day and both signatures have a place on the page."""
    fields, kind = question.document.fields, question.kinds.get(question.document.kind)
    missing = list(fields.get("places_missing") or [])
    beside = "secretary" in (fields.get("places") or {})
    if beside and kind is not None and "signing_block_secretary" not in kind.parts:
        # Set as minutes, then corrected to a kind that one person signs: the page is set anew first.
        missing.append("signature")
    return Denied("places_missing", {"places": missing}) if missing else Allowed()


def secretary_place_found(question: Question) -> Answer:
    """The page was set for two signatures; a paper whose kind was corrected to minutes is set anew first."""
    placed = "secretary" in (question.document.fields.get("places") or {})
    return Allowed() if placed else Denied("places_missing", {"places": ["secretary"]})


def chair_known(question: Question) -> Answer:
    """Exactly one person of this agency bears the name printed as the chair's."""
    name = str(question.document.fields.get("signer_name") or "")
    found = chair_of(question.work, question.document)
    return Allowed() if found is not None else Denied("chair_unknown", {"name": name})


def secretary_known(question: Question) -> Answer:
    """Exactly one person of this agency bears the name printed as the secretary's, and it is not the chair."""
    work, document = question.work, question.document
    secretary, chair = secretary_of(work, document), chair_of(work, document)
    if secretary is None:
        return Denied("secretary_unknown", {"name": str(document.fields.get("secretary_name") or "")})
    same = chair is not None and chair.id == secretary.id
    return Denied("secretary_is_chair", {"name": secretary.name}) if same else Allowed()


def kind_ready(question: Question) -> Answer:
    """The kind goes through this office, is still the kind it was uploaded as, and the symbol is of that kind."""
    kinds = kinds_in_use(question.work.session, question.kinds)
    try:
        kind = kind_ready_for(kinds, question.document.fields.get("kind"))
    except KindNotReady as gap:
        return Denied(gap.code, gap.facts)
    if kind.code != question.document.kind:
        return Denied("kind_changed", {"before": kinds[question.document.kind].name, "now": kind.name})
    # Case is part of an abbreviation: QyĐ is a regulation, QĐ a decision (Decree 30, annex III).
    if kind.abbreviation and not question.document.symbol.startswith(f"{kind.abbreviation}-"):
        return Denied(
            "symbol_of_other_kind", {"symbol": question.document.symbol, "expected": kind.abbreviation}
        )
    return Allowed()


def symbol_is_ours(question: Question) -> Answer:
    """A typed paper's symbol ends with this agency's abbreviation; a công văn's begins with it, then names a unit.

    source  Decree 30/2020/NĐ-CP, annex I, II.3
    """
    agency = _our(question)
    kind = question.kinds.get(question.document.kind)
    typed = kind is None or bool(kind.abbreviation)
    first, _, rest = question.document.symbol.partition("-")
    if agency.abbreviation and (
        rest == agency.abbreviation
        if typed
        else question.document.symbol.startswith(f"{agency.abbreviation}-")
        and first != question.document.symbol
    ):
        return Allowed()
    return Denied(
        "symbol_of_other_agency", {"symbol": question.document.symbol, "expected": agency.abbreviation}
    )


def signer_known(question: Question) -> Answer:
    """Exactly one person of this agency bears the printed name and may sign such a paper today."""
    name = str(question.document.fields.get("signer_name") or "")
    found = signer_named(question.work.session, paper_of(question.document), name, question.work.now)
    return Allowed() if found is not None else Denied("signer_unknown", {"name": name})


def recipients_known(question: Question) -> Answer:
    fields = _fields(question.document)
    if fields is None:
        return fields_complete(question)
    unknown = [name for line in plan_for(question.work, fields) for name in line.unknown]
    return Denied("recipient_unknown", {"lines": unknown}) if unknown else Allowed()


def not_own_draft(question: Question) -> Answer:
    """Nobody checks what they drafted themselves, alone or with others, now or before, nor for a drafter they replace.

    A drafter who stands in for the head, and who once wrote on the draft in a drafter's place, drafted it too.
    """
    session, actor = question.work.session, question.work.actor
    drafted = select(Grant.id).where(
        Grant.document_id == question.document.id,
        Grant.role == "drafter",
        Grant.principal.in_(sorted(f"person:{person}" for person in actor.acts_for)),
    )
    wrote = select(JournalEntry.id).where(
        JournalEntry.document_id == question.document.id,
        JournalEntry.actor_id == actor.person_id,
        JournalEntry.fact.in_([fact.name for fact in (DraftUploaded, FieldsConfirmed, PlacesMoved)]),
    )
    own = any(session.scalar(found.limit(1)) is not None for found in (drafted, wrote))
    return Denied("own_draft") if own else Allowed()


def unchanged_since_submit(question: Question) -> Answer:
    document = question.document
    same = document.frozen_digest == frozen_digest(document)
    return Allowed() if same else Denied("changed_since_submit")


def checks_stand(question: Question) -> Answer:
    """Content and form were approved over exactly what stands here now."""
    digest = frozen_digest(question.document)
    standing = set(
        question.work.session.scalars(
            select(Approval.act).where(
                Approval.document_id == question.document.id,
                Approval.fallen_at.is_(None),
                Approval.digest == digest,
            )
        )
    )
    missing = [act for act in ("content_check", "form_check") if act not in standing]
    return Denied("checks_missing", {"checks": missing}) if missing else Allowed()


def copy_decided(question: Question) -> Answer:
    """A competent person decided that exactly this copy is made.

    source  Decree 30/2020/NĐ-CP, Art. 27
    """
    decided = select(Approval.id).where(
        Approval.document_id == question.document.id,
        Approval.act == "copy_decision",
        Approval.fallen_at.is_(None),
        Approval.digest == frozen_digest(question.document),
    )
    found = question.work.session.scalar(decided.limit(1))
    return Allowed() if found is not None else Denied("copy_not_decided")


def signature_stands(question: Question) -> Answer:
    """The competent person's signature was proved over the very bytes that will be sealed."""
    proof = question.work.session.scalar(
        select(SignatureProof).where(
            SignatureProof.document_id == question.document.id,
            SignatureProof.role == "person",
            SignatureProof.sha256 == question.document.signed_sha256,
            SignatureProof.void_at.is_(None),
        )
    )
    return Allowed() if proof is not None else Denied("not_signed")


def secretary_signature_stands(question: Question) -> Answer:
    """The secretary's signature was proved, and stands in the bytes that are signed or sealed next."""
    proof = secretary_proof(question.work, question.document)
    return Allowed() if proof is not None else Denied("secretary_not_signed")


def not_the_secretary(question: Question) -> Answer:
    """Nobody signs minutes in both places."""
    proof = secretary_proof(question.work, question.document)
    same = proof is not None and proof.person_id == question.work.actor.person_id
    return Denied("secretary_is_chair", {"name": question.work.actor.name}) if same else Allowed()


def no_signature_underway(question: Question) -> Answer:
    """A signature already made, waiting for its time-stamp, is not to be pulled away from under it."""
    reservation = question.work.session.get(Reservation, question.document.id)
    underway = reservation is not None and reservation.expires_at > question.work.now
    return Denied("signature_underway") if underway else Allowed()


def no_number_given(question: Question) -> Answer:
    """Once a number is given the document is issued or the number is cancelled; it does not go back to the draft."""
    held = held_number(question.work.session, question.document.id)
    return Denied("number_given", {"number": held.number}) if held is not None else Allowed()


def opinions_answered(question: Question) -> Answer:
    """Every open round of opinions has as many agreeing, on this very draft, as it asked for."""
    document = question.document
    for one, asked in rounds_on(question.work.session, document.id):
        counted = tally(asked, one.needed, document.draft_sha256)
        if one.closed_at is not None or counted.reached:
            continue
        facts = {"agreed": counted.agreed, "needed": counted.needed}
        missing = [*counted.waiting, *counted.fallen]
        if missing:
            return Denied("opinions_missing", {**facts, "missing": missing})
        return Denied("opinions_against", {**facts, "against": list(counted.against)})
    return Allowed()


def all_received(question: Question) -> Answer:
    """Everybody inside to whom the document was sent has accepted it."""
    waiting = select(Recipient.name).where(
        Recipient.document_id == question.document.id, Recipient.status == "delivered"
    )
    names = list(question.work.session.scalars(waiting.order_by(Recipient.ordinal, Recipient.name)))
    return Denied("not_all_received", {"names": names}) if names else Allowed()


def incoming_complete(question: Question) -> Answer:
    """The register has columns that cannot stay empty: who issued it, what it is about."""
    incoming = question.work.session.get_one(Incoming, question.document.id)
    missing = [] if incoming.sender else ["sender"]
    missing += [] if question.document.subject else ["subject"]
    return Denied("fields_incomplete", {"missing": missing}) if missing else Allowed()


def signature_acceptable(question: Question) -> Answer:
    """A wrong signature or altered content goes back to the sender; what is not signed is no electronic original.

    source  Decree 30/2020/NĐ-CP, Art. 21 k2: authenticity and integrity are checked before a paper is accepted
    """
    incoming = question.work.session.get_one(Incoming, question.document.id)
    if incoming.verdict in ("invalid", "altered"):
        return Denied(f"signature_{incoming.verdict}")
    if incoming.medium == "electronic" and incoming.verdict in (None, "unsigned"):
        return Denied("electronic_unsigned")
    return Allowed()


def registered_here(question: Question) -> Answer:
    """A paper that was not registered at the văn thư obliges nobody (Art. 22 k1)."""
    incoming = question.work.session.get_one(Incoming, question.document.id)
    return Allowed() if incoming.number is not None else Denied("not_registered")


def passing_allowed(question: Question) -> Answer:
    """Some rule of the office sends such a paper straight to a unit."""
    return Allowed() if passing_rules(question.work, question.document) else Denied("no_passing_rule")


def nobody_open(question: Question) -> Answer:
    """Supporters and handlers have finished; the lead's own part ends with the step itself."""
    waiting = [
        one.name for one in open_tasks(question.work.session, question.document.id) if one.part != LEAD
    ]
    return Denied("tasks_open", {"names": waiting}) if waiting else Allowed()


def legal_bases_given(question: Question) -> Answer:
    """A decision names the acts it rests on.

    source  Decree 30/2020/NĐ-CP, annex I, II.6
    """
    given = question.document.fields.get("legal_bases") or ()
    return Allowed() if given else Denied("no_legal_bases")


def dossier_filled(question: Question) -> Answer:
    """An empty dossier is not closed: there is nothing to keep."""
    dossier = question.about(Dossier)
    inside = select(DossierItem.id).where(DossierItem.dossier_id == dossier.id).limit(1)
    return Allowed() if question.work.session.scalar(inside) is not None else Denied("dossier_empty")


def must_be_archived(question: Question) -> Answer:
    """Only what is kept for five years or more goes to the archive (Decree 30/2020/NĐ-CP, Art. 30)."""
    retention = retention_or_none(question.about(Dossier).retention)
    return Allowed() if retention is not None and retention.handed_over else Denied("kept_in_the_unit")


def retention_over(question: Question) -> Answer:
    """The last day of the retention has passed; what is permanent never comes there."""
    until = question.about(Dossier).keep_until
    if until is None:
        return Denied("kept_for_ever")
    return Allowed() if local_date(question.work.now) > until else Denied("kept_until", {"until": until})


GUARDS: Mapping[str, Guard] = {
    guard.__name__: guard
    for guard in (
        fields_complete,
        places_found,
        secretary_place_found,
        kind_ready,
        symbol_is_ours,
        signer_known,
        chair_known,
        secretary_known,
        recipients_known,
        not_own_draft,
        unchanged_since_submit,
        checks_stand,
        copy_decided,
        signature_stands,
        secretary_signature_stands,
        not_the_secretary,
        no_signature_underway,
        no_number_given,
        opinions_answered,
        all_received,
        incoming_complete,
        signature_acceptable,
        registered_here,
        passing_allowed,
        nobody_open,
        legal_bases_given,
        dossier_filled,
        must_be_archived,
        retention_over,
        call_open,
        subject_given,
        head_agreed,
        all_handed_in,
        list_destroyable,
        council_named,
        council_agreed,
    )
}


def _fields(document: Document) -> Fields | None:
    try:
        return complete_fields(document.fields)
    except FieldsIncomplete:
        return None


def _our(question: Question) -> Agency:
    return our_agency(question.work.session, question.work.now)
