"""Legal bases as links: who may say which document here a cited act is."""

import re

from sqlalchemy import select

from documents.access import may, require
from documents.acts import link_act
from documents.errors import NoSuchDocument
from documents.model import Document
from documents.work import Work

_NUMBER = re.compile(r"\s*0*(?P<number>\d{1,7})\s*/\s*(?P<symbol>\S{1,60})\s*")


def link_basis(work: Work, document_id: str, act_id: str, number_symbol: str) -> None:
    """The officer who edits a paper says which issued document one of its legal bases is, by "15/KH-SNV".

    raises    NotAllowed; NoSuchDocument when the actor sees no such document; NoSuchAct
    """
    citing = require(work.session, work.actor, document_id, "edit", work.now)
    match = _NUMBER.fullmatch(number_symbol)
    found = match and work.session.scalar(
        select(Document)
        .where(
            Document.number == int(match["number"]),
            Document.symbol == match["symbol"],
            Document.id != document_id,
            may(work.actor, "view", work.now),
        )
        .order_by(Document.issued_on.desc())
        .limit(1)
    )
    if not found:
        raise NoSuchDocument(document_id=number_symbol)
    link_act(work, citing, act_id, found)
