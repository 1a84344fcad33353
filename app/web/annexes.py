"""Annexes of a paper: added and changed on a draft, read and downloaded by whoever may see the paper."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, request
from werkzeug.wrappers import Response as AnyResponse

from app.access import current_actor
from app.web.acting import refuse_on, try_on
from app.web.documents import WIDTHS, attachment, file_name
from app.web.doors import office
from app.web.drafts import seen_or_moved, uploaded
from app.web.pictures import Pictures
from documents.annexes import Annex, PreparedAnnex, find_annex, prepare_annex, see_annexes
from documents.commands import DOCX, PDF
from documents.destroying import require_file
from documents.errors import VanthuError
from documents.pdf.watermark import watermarked
from documents.registers import print_number
from documents.work import Work
from workflows import annexes
from workflows.queries import visible

_pictures = Pictures()


def open_doors(blueprint: Blueprint) -> None:
    draft = "/drafts/<vanthu_id:document_id>/annexes"
    one, change = f"{draft}/<vanthu_id:annex_id>", "<any(up, out):change>"
    blueprint.add_url_rule(draft, "add_annex", add_annex, methods=["POST"])
    blueprint.add_url_rule(one, "edit_annex", edit_annex, methods=["POST"])
    blueprint.add_url_rule(f"{one}/{change}", "change_annex", change_annex, methods=["POST"])
    read = "/documents/<vanthu_id:document_id>/annexes/<vanthu_id:annex_id>"
    blueprint.add_url_rule(f"{read}/pdf", "annex_pdf", annex_pdf)
    blueprint.add_url_rule(f"{read}/file", "annex_file", annex_file)
    blueprint.add_url_rule(f"{read}/pages/<int(max=9999):page>.png", "annex_page", annex_page)


def add_annex(document_id: str) -> AnyResponse | tuple[str, int]:
    title = request.form.get("annex-title", "")

    def act(work: Work, prepared: PreparedAnnex) -> None:
        annexes.add_annex(work, document_id, prepared, title, seen_version=seen_or_moved(document_id))

    return _with_file(
        document_id, "add_annex", act, told="Đã thêm phụ lục. Đọc lại các trang bên dưới văn bản."
    )


def edit_annex(document_id: str, annex_id: str) -> AnyResponse | tuple[str, int]:
    """Another file in its place when one is sent; else another title."""
    title = request.form.get("annex-title", "")
    if not (request.files.get("annex") and request.files["annex"].filename):
        return try_on(
            document_id,
            "rename_annex",
            lambda work: annexes.rename_annex(
                work, document_id, annex_id, title, seen_version=seen_or_moved(document_id)
            ),
            told="Đã đổi tên phụ lục.",
        )

    def act(work: Work, prepared: PreparedAnnex) -> None:
        seen = seen_or_moved(document_id)
        annexes.replace_annex(work, document_id, annex_id, prepared, title, seen_version=seen)

    return _with_file(document_id, "replace_annex", act, told="Đã thay tệp phụ lục.")


def change_annex(document_id: str, annex_id: str, change: str) -> AnyResponse | tuple[str, int]:
    return try_on(
        document_id,
        "change_annex",
        lambda work: annexes.change_annex(
            work, document_id, annex_id, change, seen_version=seen_or_moved(document_id)
        ),
        told={"up": "Đã chuyển phụ lục lên trước.", "out": "Đã bỏ phụ lục khỏi văn bản."}[change],
    )


def annex_pdf(document_id: str, annex_id: str) -> AnyResponse:
    """Named like its paper: "15-KH-SLDTBXH-phu-luc-II.pdf"; before issue it says on every page that it is a draft."""
    with office().reading(current_actor(), "view") as work:
        row = visible(work, document_id)
        require_file(row)
        annex = find_annex(work.session, document_id, annex_id)
        pdf = work.files.get(_shown(annex))
        number = print_number(row.number) if row.number is not None else "du-thao"
        label = next(one.label for one in see_annexes(work.session, document_id) if one.id == annex_id)
    if annex.issued_sha256 is None:
        pdf = watermarked(pdf, "DỰ THẢO")
    return attachment(pdf, file_name(f"{number}-{row.symbol}-{label}.pdf"), PDF)


def annex_file(document_id: str, annex_id: str) -> AnyResponse:
    """The file as it was uploaded."""
    with office().reading(current_actor(), "view") as work:
        require_file(visible(work, document_id))
        annex = find_annex(work.session, document_id, annex_id)
        data = work.files.get(annex.source_sha256)
    return attachment(data, file_name(annex.file_name), PDF if data.startswith(b"%PDF") else DOCX)


def annex_page(document_id: str, annex_id: str, page: int) -> Response:
    """A page as it looks now; widths as of a paper's pages."""
    width = request.args.get("w", default=820, type=int)
    if width not in WIDTHS:
        abort(404)
    with office().reading(current_actor(), "view") as work:
        require_file(visible(work, document_id))
        annex = find_annex(work.session, document_id, annex_id)
        if not 1 <= page <= annex.pages:
            abort(404)
        digest, files = _shown(annex), work.files
    picture = _pictures.get(digest, page - 1, width, lambda: files.get(digest))
    response = Response(picture, mimetype="image/png")
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def _shown(annex: Annex) -> str:
    return annex.current_sha256 or annex.rendition_sha256


def _with_file(
    document_id: str, name: str, act: Callable[[Work, PreparedAnnex], None], *, told: str
) -> AnyResponse | tuple[str, int]:
    """Read and set the uploaded file with no transaction open, for a draft the actor may edit."""
    with office().reading(current_actor(), name) as work:
        visible(work, document_id, "edit")
    try:
        prepared = prepare_annex(*uploaded("annex"), at=office().clock())
    except VanthuError as error:
        return refuse_on(document_id, error)
    return try_on(document_id, name, lambda work: act(work, prepared), told=told)
