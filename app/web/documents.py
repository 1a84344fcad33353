"""One document: its page picture, its fields, what I may do and why not, its history."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, abort, redirect, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response as AnyResponse

from app.access import current_actor
from app.accounts import usernames
from app.errors import Problem
from app.web.doors import office
from app.web.opened import note_opened
from app.web.pictures import Pictures
from app.web.places import ShownBox, shown_boxes
from app.web.showing import page as show_page
from app.web.standings import told_standings
from app.web.verdicts import VERDICTS
from documents.access import may
from documents.acts import acts_cited, cited_in
from documents.annexes import see_annexes
from documents.commands import DOCX, PDF
from documents.copies import copy_of
from documents.destroying import require_file
from documents.errors import FieldsIncomplete
from documents.fields import complete_fields
from documents.incoming import Incoming
from documents.kinds.settings import kinds_in_use
from documents.model import Document
from documents.pdf.picture import page_sizes
from documents.pdf.report import Verdict
from documents.pdf.watermark import watermarked
from documents.registers import print_number
from documents.work import Work
from search.words import fold_letters
from workflows import together
from workflows.claims import in_hand
from workflows.directory.model import Agency, Group, Person, Unit
from workflows.dispatch import RecipientRow
from workflows.filing import open_dossiers
from workflows.holds import could_hold, stopped
from workflows.incoming.sight import answers
from workflows.marks import marks_of
from workflows.mentions import Nameable, nameable
from workflows.opinions.sight import opinions_of
from workflows.queries import DocumentSight, HistoryRow, history, see, visible
from workflows.routing import Line, frozen_plan, is_article, names_of, plan_for, refers
from workflows.signing import waiting_for_timestamp

WIDTHS = (320, 480, 820, 1240)
_pictures = Pictures()


def open_doors(blueprint: Blueprint) -> None:
    paper = "/documents/<vanthu_id:document_id>"
    blueprint.add_url_rule(paper, "document", document)
    blueprint.add_url_rule(f"{paper}/pages/<int(max=9999):page>.png", "page_image", page_image)
    blueprint.add_url_rule(f"{paper}/pdf", "download_pdf", download_pdf)
    blueprint.add_url_rule(f"{paper}/draft", "download_draft", download_draft)


def document(document_id: str) -> str | AnyResponse:
    """A paper of ours; one that arrived has a page of its own."""
    return _if_it_arrived(document_id, "incoming_paper") or show_document(document_id)


def show_document(
    document_id: str, *, problem: Problem | None = None, typed: Mapping[str, str] | None = None
) -> str:
    """The page of a document.

    problem   what went wrong with what the person just tried, told on top
    typed     what they had typed then, put back into the boxes
    raises    NoSuchDocument when it may not be seen
    """
    with office().reading(current_actor(), "view") as work:
        sight = see(work, office().rules, document_id)
        lines = _plan(work, sight)
        kinds = kinds_in_use(work.session, office().rules.kinds)
        shown = {
            "sight": sight,
            "lines": lines,
            "sent": _by_line(sight.recipients),
            "names": names_of(work.session, [target for line in lines for target in line.targets]),
            "choices": _targets(work) if any(line.kind == "unknown" for line in lines) else [],
            "dossiers": open_dossiers(work) if any(act.needs == "dossier" for act in sight.acts) else [],
            "history": (told := history(work, document_id)),
            "returned": _last_return(told),
            "kind_names": [kind.name for kind in kinds.values() if kind.workflow],
            "needs_addressees": sight.row.kind in kinds and "addressees" in kinds[sight.row.kind].required,
            "face": office().face_of(sight.fields.get("kind")),
            "refers": refers,
            "is_article": is_article,
            "acts": acts_cited(work, document_id),
            "cited_in": cited_in(work, document_id) if sight.row.issued_on else [],
            "boxes": _boxes(work, sight) if sight.may_edit and sight.destroyed_at is None else [],
            "drafting": together.drafting_of(work, sight),
            "nameable": _nameable(work, document_id),
            "opinions": opinions_of(work, document_id),
            "annexes": see_annexes(work.session, document_id),
            **_copied(work, document_id),
            "answered": answers(work, document_id),
            "hand": in_hand(work, office().rules, visible(work, document_id)),
            "stopped": stopped(work, office().rules, visible(work, document_id)),
            "mark": marks_of(work, office().rules, {document_id})[document_id],
            "may_hold": could_hold(work, office().rules, visible(work, document_id)),
            "signs": _signs(work, sight),
            "held": document_id in {held.document_id for held in waiting_for_timestamp(work)},
        }
    note_opened(document_id)
    if shown["drafting"].first_look:
        with office().work(current_actor(), "view") as work:
            together.seen_now(work, document_id)
    return show_page("vanthu/document.html", problem=problem, typed=typed or {}, **shown)


def _signs(work: Work, sight: DocumentSight) -> Any:
    """How the actor would sign this paper, when that is theirs to do now."""
    theirs = any(act.needs == "signature" and act.mine for act in sight.acts)
    return told_standings(work, [sight.row]).get(sight.row.id) if theirs else None


def _copied(work: Work, document_id: str) -> dict[str, Any]:
    """What a copy was made from; the source is linked for those who may see it."""
    copied = copy_of(work.session, document_id)
    if copied is None:
        return {"copied": None}
    seen = select(Document.id).where(Document.id == copied.source_id, may(current_actor(), "view", work.now))
    verdict: Verdict = copied.source_verdict  # type: ignore[assignment]  # written from a report
    return {
        "copied": copied,
        "source_seen": work.session.scalar(seen) is not None,
        "verdict_title": VERDICTS[verdict][1],
    }


def _nameable(work: Work, document_id: str) -> list[Nameable]:
    """Whom a remark may name with "@"; nobody where no remark can be made."""
    row = visible(work, document_id)
    return nameable(work, row, usernames(work.session)) if together.may_remark(work, row) else []


def _boxes(work: Work, sight: DocumentSight) -> list[ShownBox]:
    return shown_boxes(sight.fields, page_sizes(work.files.get(sight.rendition_sha256)))


def page_image(document_id: str, page: int) -> Response:
    """A page as it looks now, number and signatures included. `w` is one of a few widths, so it can be kept."""
    width = request.args.get("w", default=820, type=int)
    if width not in WIDTHS:
        abort(404)
    with office().reading(current_actor(), "view") as work:
        row = visible(work, document_id)
        if not 1 <= page <= row.pages:
            abort(404)
        digest, files = shown_digest(row), work.files
    picture = _pictures.get(digest, page - 1, width, lambda: files.get(digest))
    response = Response(picture, mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def download_pdf(document_id: str) -> AnyResponse:
    arrived = _if_it_arrived(document_id, "incoming_print")
    if arrived is not None:
        return arrived
    with office().reading(current_actor(), "view") as work:
        row = visible(work, document_id)
        pdf = work.files.get(shown_digest(row))
        if row.signed_sha256 is None:
            # What leaves the office unsigned says so on every page.
            pdf = watermarked(pdf, "DỰ THẢO")
        number = print_number(row.number) if row.number is not None else "du-thao"
        name = file_name(f"{number}-{row.symbol}.pdf")
    return attachment(pdf, name, PDF)


def download_draft(document_id: str) -> AnyResponse:
    arrived = _if_it_arrived(document_id, "incoming_file")
    if arrived is not None:
        return arrived
    with office().reading(current_actor(), "view") as work:
        row = visible(work, document_id)
        require_file(row)
        data, name = work.files.get(row.draft_sha256), row.draft_name
    # The source of a copy may be a scan.
    return attachment(data, file_name(name), PDF if data.startswith(b"%PDF") else DOCX)


def _if_it_arrived(document_id: str, page: str) -> AnyResponse | None:
    """The same of a paper that came from outside; None for a paper of ours.

    raises    NoSuchDocument when it may not be seen
    """
    with office().reading(current_actor(), "view") as work:
        visible(work, document_id)
        arrived = work.session.get(Incoming, document_id) is not None
    return redirect(url_for(f"vanthu.{page}", document_id=document_id)) if arrived else None


def shown_digest(row: Document) -> str:
    """The youngest stage of the PDF: issued, signed, or as it was set.

    raises    FileDestroyed
    """
    require_file(row)
    return row.current_sha256 or row.signed_sha256 or row.rendition_sha256


def file_name(name: str) -> str:
    """A name every system can keep: "15-KH-SLDTBXH.pdf"."""
    plain = "".join(
        letter.upper() if original.isupper() else letter
        for letter, original in zip(fold_letters(name), name, strict=False)
    )
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-.") or "van-ban"


def attachment(data: bytes, name: str, media_type: str) -> Response:
    """A file to be saved under this name."""
    response = Response(data, mimetype=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _plan(work: Work, sight: DocumentSight) -> list[Line]:
    """The frozen plan once signed; before, the plan as the directory stands now."""
    frozen = (
        frozen_plan(work.session, sight.row.id) if sight.row.state in ("signed", "issued", "filed") else []
    )
    if frozen:
        return frozen
    try:
        return plan_for(work, complete_fields(sight.fields))
    except FieldsIncomplete:
        return []


def _may_be_meant(row: object, now: datetime) -> bool:
    """Whoever has left, and the office itself, are no recipients."""
    until = getattr(row, "until", None)
    return not getattr(row, "ours", False) and (until is None or until > now)


def _by_line(rows: Iterable[RecipientRow]) -> list[tuple[str, list[RecipientRow]]]:
    """Recipients under the line that named them, in the order of the page."""
    return [(line, list(those)) for line, those in groupby(rows, key=lambda row: row.line)]


def _last_return(told: list[HistoryRow]) -> HistoryRow | None:
    """Why the paper last went back to its drafter: the first thing the next reader wants to know."""
    moves = (row for row in reversed(told) if row.fact == "document_moved")
    return next((row for row in moves if row.body["note"] and row.body["after"] == "drafting"), None)


def _targets(work: Work) -> list[dict[str, Any]]:
    """Everybody a line could mean, for the list a person chooses from."""
    found = []
    for table, scheme, title in (
        (Group, "group", "Nhóm"),
        (Unit, "unit", "Đơn vị"),
        (Agency, "agency", "Cơ quan ngoài"),
        (Person, "person", "Người"),
    ):
        rows: list[Any] = work.session.query(table).order_by(table.name).all()
        choices = [(f"{scheme}:{row.id}", row.name) for row in rows if _may_be_meant(row, work.now)]
        found.append({"title": title, "rows": choices})
    return found
