"""What can go wrong while finding."""

from documents.errors import VanthuError


class QueryTooLong(VanthuError):
    """More than a person types: `letters` or `words` says which limit was passed."""

    code = "query_too_long"


class IndexUnreadable(VanthuError):
    """The index on disk cannot be opened; it is rebuilt from the database by one command."""

    code = "index_unreadable"
