"""Ask for an electronic copy of a paper one may see: which form, who decides, who gets it."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.errors import Problem, explain
from app.office import NoTrust
from app.web.doors import office, require_page
from app.web.drafts import uploaded
from app.web.showing import page
from documents.copies import (
    EXCERPT,
    CopyNotPossible,
    PreparedCopy,
    Source,
    forms_for,
    prepare_copy,
    source_of,
)
from documents.errors import VanthuError
from documents.kinds import Kind
from documents.pdf.report import Report, as_json
from documents.pdf.trust import Trust
from documents.pdf.verify import verify
from documents.reading.errors import EmptyFile
from workflows.copying import CopyRequest, deciders, request_copy
from workflows.directory.mandates import Signer
from workflows.queries import visible

MOST_LINES = 50


@dataclass(frozen=True)
class Asking:
    """What the form is about: the source, the kinds of copy it allows, who may decide; all forms named by kind."""

    source: Source
    kinds: Mapping[str, Kind]
    signers: tuple[Signer, ...]


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule(
        "/copies/new/<vanthu_id:document_id>", "ask_copy", ask_copy, methods=["GET", "POST"]
    )


def ask_copy(document_id: str) -> str | Response | tuple[str, int]:
    require_page("upload")
    asking = _asking(document_id)
    if request.method == "GET":
        return _form(asking)
    asked = CopyRequest(
        kind=request.form.get("kind", ""),
        signer=request.form.get("signer", ""),
        part=request.form.get("part", ""),
        recipients=tuple(request.form.get("recipients", "").splitlines()[:MOST_LINES]),
    )
    try:
        prepared = _prepared(asking, asked.kind)
        report = as_json(asking.source.name, _verified(asking.source))
        with office().work(current_actor(), "ask_copy") as work:
            made = request_copy(work, office().rules, asked, asking.source, prepared, report).id
    except VanthuError as error:
        problem = explain(error)
        return _form(asking, problem), problem.status
    flash("Đã gửi yêu cầu sao. Người có thẩm quyền quyết định, rồi văn thư cấp số và ký số bản sao.")
    return redirect(url_for("vanthu.document", document_id=made))


def _asking(document_id: str) -> Asking:
    """raises NoSuchDocument when the source may not be seen"""
    with office().reading(current_actor(), "ask_copy") as work:
        source = source_of(work, visible(work, document_id))
        kinds = {code: office().rules.kinds[code] for code in forms_for(source)}
        who = {one.person_id: one for code in kinds for one in deciders(work, code)}
    return Asking(source, kinds, tuple(who.values()))


def _prepared(asking: Asking, kind: str) -> PreparedCopy:
    """With no transaction open: reading a scan or setting an excerpt takes its time."""
    if kind not in asking.kinds and asking.source.data is not None:
        raise CopyNotPossible(why="copy_electronic")
    if kind == EXCERPT and not (request.files.get("excerpt") and request.files["excerpt"].filename):
        raise EmptyFile()
    excerpt = uploaded("excerpt") if kind == EXCERPT else None
    return prepare_copy(kind, asking.source, excerpt, at=office().clock())


def _verified(source: Source) -> Report:
    """What the source's own signatures prove today; a scan carries none."""
    try:
        trust = office().trust
    except NoTrust:
        trust = Trust()
    return verify(source.data or b"", trust=trust, at=office().clock())


def _form(asking: Asking, problem: Problem | None = None) -> str:
    return page("vanthu/copy_new.html", asking=asking, problem=problem, typed=request.form, excerpt=EXCERPT)
