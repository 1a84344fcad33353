"""Why a file could not be set as pages."""

from documents.errors import VanthuError


class CannotTypeset(VanthuError):
    """The file holds things that would not be drawn; `losses` names them."""

    code = "cannot_typeset"


class TextDiffers(VanthuError):
    """The page would not say exactly what the file says; `example` is the first difference."""

    code = "text_differs"


class LibreOfficeMissing(VanthuError):
    """The second route was asked for and is not installed."""

    code = "libre_office_missing"


class LibreOfficeFailed(VanthuError):
    """LibreOffice gave no page; `reason`."""

    code = "libre_office_failed"
