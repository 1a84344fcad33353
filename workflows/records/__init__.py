"""Dossiers once they are opened: kept, closed, handed over to the archive, held as long as the law says."""
