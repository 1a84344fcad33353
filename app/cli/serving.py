"""The production web server (waitress), with the worker of slow deliveries beside it."""

from pathlib import Path

from waitress import serve as waitress_serve

from app.clock import machine_clock
from app.config import read_config
from app.deliveries import catch_up
from app.extension import office_of
from app.jobs import start_worker
from app.standalone import create_app


def serve_office(home: Path | None, host: str, port: int, *, threads: int = 8) -> None:
    """Serve until told to stop."""
    app = create_app(read_config(home=home), clock=machine_clock)
    office = office_of(app)
    catch_up(office)
    worker = start_worker(office)
    try:
        waitress_serve(app, host=host, port=port, threads=threads, ident="vanthu")
    finally:
        worker.stop()
