"""Alembic migrations: one file a step, named `YYYYMMDD_HHMM_what_it_does.py`."""
