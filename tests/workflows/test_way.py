"""The whole way in the rooms, without a page or a server: each step by the person whose step it is."""

from sqlalchemy import func, select

from documents.journal import check_chain
from documents.model import Document
from documents.registers import RegisterEntry
from tests.office import House
from workflows.dispatch import accept, recipients_of
from workflows.filing import file_into, open_dossiers
from workflows.issuing import issue_document
from workflows.long_term import raise_document


def test_a_plan_goes_from_draft_to_dossier(house: House) -> None:
    document_id = house.signed()
    issue_document(house.begin("vanthu"), house.rules, house.tools(), document_id, house.keys.agency)
    with house.look() as work:
        document = work.session.get_one(Document, document_id)
        assert (document.state, document.number, document.year) == ("issued", 1, 2026)
        entry = work.session.scalars(select(RegisterEntry)).one()
        assert entry.number_symbol == "01/KH-STNĐT"
        rows = {(row.line, row.name, row.status) for row in recipients_of(work.session, document_id)}
    assert ("Sở Kho bạc", "Sở Kho bạc", "sent_outside") in rows
    assert ("Lãnh đạo Sở", "Lý Văn Phó", "delivered") in rows
    assert ("Các phòng", "Phòng Kế toán", "delivered") in rows
    with house.work("ketoan") as work:
        accept(work, document_id)
    level = raise_document(
        house.begin("vanthu"),
        house.tools(),
        document_id,
        lambda pdf: house.keys.pki.revocation_evidence(
            [house.keys.director.certificate, house.keys.agency.certificate], house.now
        ),
    )
    assert level == "B-LTA"
    with house.work("luutru") as work:
        file_into(work, house.rules, document_id, open_dossiers(work)[0].id)
    assert house.states(document_id) == {
        "processing": "issued",
        "signing": "sealed",
        "delivery": "sending",
        "records": "filed",
    }
    with house.look() as work:
        assert check_chain(work.session).ok
        assert work.session.scalar(select(func.count()).select_from(RegisterEntry)) == 1
