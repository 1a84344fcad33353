"""Filing (lưu hồ sơ): the finished document goes into its dossier; how a dossier is opened is in `records.dossiers`.

source  Decree 30/2020/NĐ-CP, Art. 28-29: whoever handles the matter opens the dossier and files
"""

from documents.dossiers import DossierRow, dossiers_of, file_document
from documents.model import Document
from documents.work import Work
from workflows.commands import Rules, allow, move
from workflows.directory.model import our_agency


def file_into(
    work: Work, rules: Rules, document_id: str, dossier_id: str, *, seen_version: int | None = None
) -> Document:
    """File an issued document; its workflow ends here.

    raises    DossierClosed, AlreadyFiled, and what `allow` raises
    """
    document, step = allow(work, rules, document_id, "file", seen_version=seen_version)
    file_document(work, document, dossier_id)
    move(work, rules, document, step)
    return document


def open_dossiers(work: Work) -> list[DossierRow]:
    return dossiers_of(work, our_agency(work.session, work.now).id)
