"""Where the program beside a signing key (`vanthu sign-outside`) asks and answers, by a one-time code of the desk.

The code stands for the person who got it at the desk, for a few minutes; without the enrolled key it signs nothing.
Forms carry `code`; no session is used.
"""

import binascii
from base64 import b64decode
from io import BytesIO
from typing import Any

from flask import Response, request, send_file

from app.access import current_actor
from app.deliveries import FAST, drain
from app.office import OFFICE
from app.web.doors import office
from documents.access import Actor
from documents.pdf.outside import read_certificates
from workflows.outside import OutsideNotPrepared, finish, offered, owner_of, prepare, prepared_files

LONGEST_VALUE = 4096


def papers() -> dict[str, Any]:
    """The papers under a code, in the order of the list; raises OutsideTicketUnknown, OutsideTicketEnded."""
    code, actor = _owner()
    with office().reading(actor) as work:
        rows = offered(work, code)
    return {
        "papers": [
            {"id": row.document_id, "symbol": row.symbol, "subject": row.subject, "standing": row.standing}
            for row in rows
        ]
    }


def prepare_paper(document_id: str) -> dict[str, Any]:
    """Prepare a paper for `certificates` (PEM, the signer's first); tells how many files wait for a value."""
    code, actor = _owner()
    certificate, chain = read_certificates(request.form.get("certificates", "").encode())
    office().refuse_revoked(certificate)
    begin = office().beginning(actor, "sign_outside")
    made = prepare(begin, office().rules, code, document_id, certificate, chain)
    return {"files": len(made)}


def prepared_file(document_id: str) -> Response:
    """One prepared file, `file` counting from 0; its byte range is what the key is asked to sign."""
    code, actor = _owner()
    with office().reading(actor, "sign_outside") as work:
        waiting = prepared_files(work, code, document_id)
    number = request.form.get("file", "0")
    if not number.isdecimal() or len(number) > 3 or int(number) >= len(waiting):
        raise OutsideNotPrepared(document_id=document_id)
    return send_file(BytesIO(waiting[int(number)].pdf), mimetype="application/pdf")


def finish_paper(document_id: str) -> dict[str, Any]:
    """Take the values in: `value` (base64), once for each file, in their order."""
    code, actor = _owner()
    try:
        values = [
            b64decode(one, validate=True) for one in request.form.getlist("value") if len(one) < LONGEST_VALUE
        ]
    except (binascii.Error, ValueError) as wrong:
        raise OutsideNotPrepared(document_id=document_id) from wrong
    begin = office().beginning(actor, "sign_outside")
    finish(begin, office().rules, office().tools, code, document_id, values)
    drain(office(), FAST)
    return {"standing": "done"}


def _owner() -> tuple[str, Actor]:
    """The code and whose it is; a session that happens to be there is somebody's only if it is theirs.

    raises    OutsideTicketUnknown, OutsideTicketEnded; NotAllowed when the person has left the office
    """
    code = request.form.get("code", "")
    with office().reading(OFFICE) as work:
        person_id = owner_of(work, code)
    signed_in = current_actor()
    if signed_in.person_id and signed_in.person_id != person_id:
        return code, signed_in
    return code, office().actor(person_id)
