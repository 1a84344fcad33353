"""Who put this ink here? The pictures of a verification, on the page for everybody and on a document's own page.

The pictures travel inside the page: nothing of a stranger's file is kept, so there is nothing to ask for later.
"""

from base64 import b64encode

from flask import Blueprint, Response, make_response

from app.access import current_actor
from app.web.documents import shown_digest
from app.web.doors import CONTENT_POLICY, office
from app.web.showing import page
from documents.pdf.ink import ink
from documents.pdf.verify import verify
from workflows.queries import visible

PICTURES_INSIDE = CONTENT_POLICY.replace("img-src 'self'", "img-src 'self' data:")


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/documents/<vanthu_id:document_id>/ink", "document_ink", document_ink)


def document_ink(document_id: str) -> Response:
    """raises    NoSuchDocument; FileDestroyed"""
    with office().reading(current_actor(), "view") as work:
        row = visible(work, document_id)
        pdf, subject = work.files.get(shown_digest(row)), row.subject
    report = verify(pdf, trust=office().trust, at=office().clock())
    return with_pictures(
        page(
            "vanthu/ink.html",
            ink=ink(pdf, report),
            picture=as_source,
            subject=subject,
            document_id=document_id,
        )
    )


def with_pictures(text: str) -> Response:
    """An answer that may show the pictures inside it."""
    answer = make_response(text)
    answer.headers["Content-Security-Policy"] = PICTURES_INSIDE
    return answer


def as_source(png: bytes) -> str:
    return "data:image/png;base64," + b64encode(png).decode("ascii")
