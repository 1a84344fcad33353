"""What can go wrong when a form is filled in."""

from documents.errors import VanthuError


class NoSuchForm(VanthuError):
    """The decree has no such form, or it is no Word file; `form` and the `known` numbers."""

    code = "no_such_form"
