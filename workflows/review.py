"""From draft to desk: uploading, confirming, submitting, the two checks, returning.

The content check answers for what is said (Decree 30, Art. 12 k1), the form check for how it is laid out (k2);
both are statements over a digest and fall when a byte changes.
"""

from collections.abc import Mapping
from typing import Any

from documents import commands as papers
from documents.access import require
from documents.drafting import PreparedDraft
from documents.errors import FieldsIncomplete, KindNotReady, NotAllowed, VersionMoved
from documents.fields import complete_fields
from documents.files import sha256
from documents.kinds import Kind
from documents.kinds.settings import kind_ready_for, kinds_in_use
from documents.model import Document
from documents.work import Work
from documents.working_copies import note_sighting, require_no_other_copy, return_working_copy
from workflows.commands import Rules, enter, leave
from workflows.directory.model import Unit, our_agency, positions_of
from workflows.errors import RecipientKnown, RecipientUnknown
from workflows.events import WorkflowChosen
from workflows.routing import Resolver, learn_recipient, names_of, plan_for, refers
from workflows.steps import take

DRAFTING_FUNCTIONS = (
    "officer",
    "head",
    "deputy_head",
    "deputy",
    "director",
    "clerk",
    "archivist",
    "form_checker",
)


def upload_draft(work: Work, rules: Rules, draft: PreparedDraft) -> Document:
    """A new document, drafted by the actor for their unit.

    raises    NotAllowed when the actor belongs to no unit; KindNotReady when the kind has no workflow here
    """
    agency = our_agency(work.session, work.now)
    unit = drafting_unit(work)
    kind = _kind_of(work, rules, draft)
    workflow = rules.workflows[kind.workflow]
    origin = papers.Origin(
        kind=kind.code,
        agency_id=agency.id,
        agency_name=agency.name,
        unit_id=unit.id,
        unit_name=unit.name,
        workflow=workflow.name,
        workflow_version=workflow.version,
        state=workflow.start,
    )
    document = papers.create_document(work, draft, origin)
    enter(work, rules, document)
    return document


def replace_draft(work: Work, document_id: str, draft: PreparedDraft, *, seen_version: int) -> Document:
    """A new version of the draft; approvals fall."""
    document = require(work.session, work.actor, document_id, "edit", work.now)
    _same_sight(document, seen_version)
    require_no_other_copy(work, document_id)
    papers.replace_draft(work, document, draft)
    return_working_copy(work, document_id)
    note_sighting(work, document_id)
    return document


def confirm_fields(
    work: Work, rules: Rules, document_id: str, values: Mapping[str, Any], *, seen_version: int
) -> Document:
    """Keep the values the officer confirmed beside the page picture.

    A corrected kind is the document's kind from then on; a draft nobody has looked at yet goes that kind's way.
    """
    document = require(work.session, work.actor, document_id, "edit", work.now)
    _same_sight(document, seen_version)
    require_no_other_copy(work, document_id)
    papers.confirm_fields(work, document, values)
    try:
        kind = kind_ready_for(kinds_in_use(work.session, rules.kinds), document.fields.get("kind"))
    except KindNotReady:
        return document
    if kind.workflow != document.workflow and not _begin_anew(work, rules, document, kind):
        return document
    document.kind = kind.code
    return document


def _begin_anew(work: Work, rules: Rules, document: Document, kind: Kind) -> bool:
    """Whether a draft could go over to the workflow of its corrected kind: it stands where both begin."""
    made = rules.workflows.get(kind.workflow)
    if made is None or document.state != rules.workflow_of(document).start:
        return False
    document.workflow, document.workflow_version, document.state = made.name, made.version, made.start
    leave(work, document)
    enter(work, rules, document)
    work.record(WorkflowChosen(document.id, kind.code, made.name, made.version))
    return True


def move_places(work: Work, document_id: str, draft: PreparedDraft, *, seen_version: int) -> Document:
    """Keep the places for number, day and signature that the officer put by hand.

    raises    VersionMoved also when the draft was replaced while the page was set anew
    """
    document = require(work.session, work.actor, document_id, "edit", work.now)
    _same_sight(document, seen_version)
    require_no_other_copy(work, document_id)
    if sha256(draft.data) != document.draft_sha256:
        raise VersionMoved(document_id=document_id)
    papers.move_places(work, document, draft)
    return document


def submit(work: Work, rules: Rules, document_id: str, *, seen_version: int | None = None) -> Document:
    """Send the draft to the head of unit; what it says now is frozen."""
    return take(work, rules, document_id, "submit", seen_version=seen_version)


def check_content(work: Work, rules: Rules, document_id: str, *, seen_version: int | None = None) -> Document:
    """The head of the drafting unit answers for the content (kiểm tra nội dung)."""
    return take(work, rules, document_id, "check_content", seen_version=seen_version)


def check_form(work: Work, rules: Rules, document_id: str, *, seen_version: int | None = None) -> Document:
    """The form checker answers for layout and form (kiểm tra thể thức)."""
    return take(work, rules, document_id, "check_form", seen_version=seen_version)


def send_back(
    work: Work,
    rules: Rules,
    document_id: str,
    step_code: str,
    reason: str,
    *,
    seen_version: int | None = None,
) -> Document:
    """Return to the drafting officer, or withdraw; approvals and an unissued signature fall, visibly."""
    return take(work, rules, document_id, step_code, reason, seen_version=seen_version)


def drafting_unit(work: Work) -> Unit:
    """The unit the actor drafts in.

    raises    NotAllowed when there is none
    """
    for position in positions_of(work.session, work.actor.person_id, work.now):
        if position.unit_id is not None and position.function in DRAFTING_FUNCTIONS:
            unit = work.session.get(Unit, position.unit_id)
            if unit is not None:
                return unit
    raise NotAllowed(right="upload", document_id=None)


def _kind_of(work: Work, rules: Rules, draft: PreparedDraft) -> Kind:
    kind = kind_ready_for(kinds_in_use(work.session, rules.kinds), draft.fields.get("kind"))
    if kind.workflow not in rules.workflows:
        raise KindNotReady(found=kind.name, ready=[])
    return kind


def _same_sight(document: Document, seen_version: int) -> None:
    if document.version != seen_version:
        raise VersionMoved(document_id=document.id, seen=seen_version, now=document.version)


def learn_line(work: Work, document_id: str, line: str, target: str) -> None:
    """A person says whom a line under "Nơi nhận" means; whoever edits or checks the form may.

    Only a line nobody knows is learned: what is known cannot be turned towards somebody else from a draft.
    raises    NotAllowed; RecipientUnknown when the target is not in the directory; RecipientKnown
    """
    try:
        document = require(work.session, work.actor, document_id, "edit", work.now)
    except NotAllowed:
        document = require(work.session, work.actor, document_id, "check_form", work.now)
    # A line like "Như trên" means others in the next paper: what is learned are the names it refers to.
    named = line in _names_on(document.fields) | _asked_about(work, document) and not refers(line)
    if not named or not names_of(work.session, [target]):
        raise RecipientUnknown(lines=[line])
    if Resolver(work.session, work.now).resolve(line):
        raise RecipientKnown(line=line)
    learn_recipient(work, line, target)


def _asked_about(work: Work, document: Document) -> set[str]:
    """The names the plan stops at, among them units of a group that were split since."""
    try:
        lines = plan_for(work, complete_fields(document.fields))
    except FieldsIncomplete:
        return set()
    return {name for line in lines for name in line.unknown}


def _names_on(values: Mapping[str, Any]) -> set[str]:
    """Every name the paper wants to reach: its lines, its addressees, whom its articles name."""
    referred = (values.get("referred") or {}).values()
    lines = [*(values.get("recipients") or []), *(values.get("addressees") or [])]
    return {*lines, *(name for names in referred for name in names)}
