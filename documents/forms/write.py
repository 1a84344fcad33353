"""The one door: which form is made of which parts.

source  Decree 30/2020/NĐ-CP, annex III, part II
"""

from collections.abc import Callable
from io import BytesIO

from docx.document import Document

from documents.forms import foot, sheet
from documents.forms.annexes import annex, annexes, attachment
from documents.forms.body import bases, blocks
from documents.forms.errors import NoSuchForm
from documents.forms.head import addressees, capital_line, letterhead, title
from documents.forms.prompts import telegram_sender, text_of
from documents.forms.values import Annex, Attachment, Copying, FormValues

__all__ = ["FORMS", "write_form"]


def write_form(form: str, paper: FormValues) -> bytes:
    """A paper as .docx.

    form      "1.1" to "1.10", "2.1", "2.2", "3.1", as annex III numbers them
    raises    NoSuchForm; form 3.2 is no Word file but a mark on a finished one
    """
    build = FORMS.get(form)
    if build is None:
        raise NoSuchForm(form=form, known=list(FORMS))
    document = sheet.new_document(" ".join(filter(None, (paper.kind, paper.subject))))
    build(document, paper)
    if not form.startswith("2"):
        annexes(document, paper)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _resolution(document: Document, paper: FormValues) -> None:
    _deciding(document, paper, "QUYẾT NGHỊ:")


def _decision(document: Document, paper: FormValues) -> None:
    _deciding(document, paper, "QUYẾT ĐỊNH:")


def _issuing_decision(document: Document, paper: FormValues) -> None:
    _deciding(document, paper, "QUYẾT ĐỊNH:")
    attachment(document, paper.attachment or Attachment("Tên loại văn bản", "…"), paper)


def _deciding(document: Document, paper: FormValues, word: str) -> None:
    letterhead(document, paper)
    title(document, paper.kind, paper.subject)
    capital_line(document, paper.issuing_authority or "THẨM QUYỀN BAN HÀNH")
    bases(document, paper.legal_bases or ("Căn cứ …", "Theo đề nghị của …"))
    capital_line(document, word)
    blocks(document, text_of("1.2", paper))
    begins = () if any(name.startswith("Như Điều") for name in paper.recipients) else ("Như Điều …",)
    foot.foot(document, paper, begins=begins)


def _titled(document: Document, paper: FormValues) -> None:
    letterhead(document, paper, numbered=paper.is_numbered)
    title(document, paper.kind, paper.subject or "…")
    # A submission always goes to somebody above; other kinds only when they are addressed.
    is_addressed = bool(paper.addressees) or paper.kind.casefold() == "tờ trình"
    if is_addressed:
        addressees(document, paper.addressees, above=0)
    bases(document, paper.legal_bases)
    blocks(document, text_of("1.4", paper))
    foot.foot(document, paper, begins=_as_above(paper) if is_addressed else ())


def _letter(document: Document, paper: FormValues) -> None:
    letterhead(document, paper, reference=True)
    addressees(document, paper.addressees)
    bases(document, paper.legal_bases)
    blocks(document, text_of("1.5", paper))
    foot.foot(document, paper, begins=_as_above(paper))
    if paper.contact:
        foot.contact(document, paper.contact)


def _telegram(document: Document, paper: FormValues) -> None:
    letterhead(document, paper)
    title(document, paper.kind or "Công điện", paper.subject or "…")
    addressees(document, paper.addressees, telegram_sender(paper), above=0)
    blocks(document, text_of("1.6", paper))
    foot.foot(document, paper)


def _invitation(document: Document, paper: FormValues) -> None:
    letterhead(document, paper)
    title(document, paper.kind or "Giấy mời", paper.subject or "…")
    blocks(document, text_of("1.7", paper))
    foot.foot(document, paper)


def _introduction(document: Document, paper: FormValues) -> None:
    letterhead(document, paper)
    title(document, paper.kind or "Giấy giới thiệu", paper.subject)
    blocks(document, text_of("1.8", paper))
    foot.foot(document, paper, begins=_as_above(paper))


def _record(document: Document, paper: FormValues) -> None:
    # A record of a meeting bears its time in the text, not in its head.
    letterhead(document, paper, dated=False)
    title(document, paper.kind or "Biên bản", paper.subject or "…")
    blocks(document, text_of("1.9", paper))
    foot.foot_of_record(document, paper)


def _leave(document: Document, paper: FormValues) -> None:
    letterhead(document, paper)
    title(document, paper.kind or "Giấy nghỉ phép", paper.subject)
    blocks(document, text_of("1.10", paper))
    foot.foot(document, paper)
    foot.confirmation_of_leave(document)


def _lone_annex(document: Document, paper: FormValues) -> None:
    annex(document, paper.annexes[0] if paper.annexes else Annex("Tiêu đề", ("…",)), paper, number=None)


def _copied(document: Document, paper: FormValues) -> None:
    _titled(document, paper)
    foot.copy_block(document, paper.copying or Copying())


def _as_above(paper: FormValues) -> tuple[str, ...]:
    return () if any(name.startswith("Như trên") for name in paper.recipients) else ("Như trên",)


FORMS: dict[str, Callable[[Document, FormValues], None]] = {
    "1.1": _resolution,
    "1.2": _decision,
    "1.3": _issuing_decision,
    "1.4": _titled,
    "1.5": _letter,
    "1.6": _telegram,
    "1.7": _invitation,
    "1.8": _introduction,
    "1.9": _record,
    "1.10": _leave,
    "2.1": _lone_annex,
    "2.2": _lone_annex,
    "3.1": _copied,
}
