"""Papers that wait for another program: the file goes out whole, and comes back with one signature more."""

from flask import Blueprint, Response, request

from app.access import current_actor
from app.errors import explain
from app.web.documents import attachment, file_name
from app.web.doors import office
from app.web.signing import show_outside
from documents.errors import NotAllowed, VanthuError
from documents.reading.errors import EmptyFile
from workflows.outside import OutsideTicketUnknown, offered
from workflows.outside_files import file_to_sign_outside, take_file


def open_doors(blueprint: Blueprint) -> None:
    address = "/outside/<vanthu_id:document_id>"
    blueprint.add_url_rule(f"{address}.pdf", "outside_whole", outside_whole)
    blueprint.add_url_rule(address, "return_whole", return_whole, methods=["POST"])


def outside_whole(document_id: str) -> Response:
    """The file before the signature."""
    actor = current_actor()
    with office().reading(actor) as work:
        named = [one for one in offered(work) if one.document_id == document_id]
    try:
        pdf = file_to_sign_outside(office().beginning(actor, "sign"), office().rules, document_id)
    except OutsideTicketUnknown as unknown:
        # Whoever was offered nothing is told nothing, and the journal is.
        with office().work(actor, "sign"):
            raise NotAllowed(right="sign", document_id=document_id) from unknown
    return attachment(pdf, f"{file_name(named[0].subject)}.pdf", "application/pdf")


def return_whole(document_id: str) -> str | tuple[str, int]:
    actor, sent = current_actor(), request.files.get("file")
    try:
        pdf = sent.read() if sent is not None else b""
        if not pdf:
            raise EmptyFile()
        take_file(office().beginning(actor, "sign"), office().rules, office().tools, document_id, pdf)
    except OutsideTicketUnknown as unknown:
        with office().work(actor, "sign"):
            raise NotAllowed(right="sign", document_id=document_id) from unknown
    except NotAllowed:
        raise
    except VanthuError as error:
        problem = explain(error)
        return show_outside(actor, problem=problem), problem.status
    return show_outside(actor)
