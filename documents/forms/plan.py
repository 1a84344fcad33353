"""A plan (Kế hoạch) from its values: form 1.4 with number and day left blank."""

from dataclasses import dataclass

from documents.forms.values import FormValues, Signing
from documents.forms.write import write_form


@dataclass(frozen=True)
class PlanDraft:
    """What a plan says.

    month           printed in the date line, None for a blank; the day stays blank for the văn thư
    body            paragraphs as they are read: "I. TITLE", "1. Title", "1. A sentence…", "- item", plain
    signing_lines   from authority to title
    """

    agency: str
    parent_agency: str
    symbol: str
    place: str
    month: int | None
    year: int
    subject: str
    bases: tuple[str, ...]
    body: tuple[str, ...]
    recipients: tuple[str, ...]
    archive_line: str
    signing_lines: tuple[str, ...]
    signer_name: str


def write_plan_docx(plan: PlanDraft) -> bytes:
    """The plan as .docx: A4, Times New Roman, page number from page 2."""
    return write_form(
        "1.4",
        FormValues(
            kind="Kế hoạch",
            abbreviation="KH",
            agency=plan.agency,
            parent_agency=plan.parent_agency,
            symbol=plan.symbol,
            place=plan.place,
            month=plan.month,
            year=plan.year,
            subject=plan.subject,
            legal_bases=plan.bases,
            body=plan.body,
            recipients=plan.recipients,
            archive_line=plan.archive_line,
            signing=Signing(plan.signing_lines, plan.signer_name),
        ),
    )
