"""Why an uploaded file may not enter: one class per situation, so that the door can name the remedy.

Raised by `guard`, `reader` and their neighbours. The sentence the officer reads is made by `app.errors` from the
code and the facts listed in each docstring.
"""

from documents.errors import DraftRefused


class EmptyFile(DraftRefused):
    """The file has no bytes, or only spaces."""

    code = "empty_file"


class NotADocx(DraftRefused):
    """Not a Word document; `found`: "pdf", "rtf", "zip", "xlsx", "odt", "html", "picture", "program", "unknown"."""

    code = "not_a_docx"


class OldWordFile(DraftRefused):
    """A Word 97-2003 file (.doc): to be saved as .docx first."""

    code = "old_word_file"


class EncryptedFile(DraftRefused):
    """Opening the file asks for a password."""

    code = "encrypted_file"


class MacrosInside(DraftRefused):
    """The package carries a macro project or a control; `part`."""

    code = "macros_inside"


class EmbeddedObject(DraftRefused):
    """The package carries another file or program; `part`."""

    code = "embedded_object"


class OutsideReference(DraftRefused):
    """Something is to be fetched from outside the package; `target`."""

    code = "outside_reference"


class ExternalInclude(DraftRefused):
    """A field or an element draws in another document; `instruction`: "INCLUDETEXT", "DDE", "altChunk" ..."""

    code = "external_include"


class EntityDeclared(DraftRefused):
    """A part declares a document type or an entity; `part`."""

    code = "entity_declared"


class TooBig(DraftRefused):
    """More than we open; `part`, `what`: "file", "parts", "size", "ratio", "elements", "depth", "text", "pages"."""

    code = "too_big"


class PictureTooLarge(DraftRefused):
    """A picture with more pixels than we draw; `part`, `pixels`."""

    code = "picture_too_large"


class DuplicatePart(DraftRefused):
    """Two parts of one name, letter case aside: two readers would see two texts; `part`."""

    code = "duplicate_part"


class BadPartName(DraftRefused):
    """A part's name leaves the package or is not a plain path; `part`."""

    code = "bad_part_name"


class TrackedChanges(DraftRefused):
    """Changes wait to be accepted or rejected; `count`."""

    code = "tracked_changes"


class HiddenText(DraftRefused):
    """Text that is in the file but not on the page; `text`: its beginning."""

    code = "hidden_text"


class StateSecret(DraftRefused):
    """A secrecy mark stands in stamp position; `mark`. Such a document has its own lawful channel."""

    code = "state_secret"


class DamagedFile(DraftRefused):
    """The file cannot be read whole; `part` where known, `reason` in one word."""

    code = "damaged_file"
