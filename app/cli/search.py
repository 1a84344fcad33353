"""`vanthu search`: find as a person of the office."""

from pathlib import Path

import click

from app.cli.offices import acting_as, office_at
from app.cli.speaking import as_json, put, say, speaks
from search.queries import Hit, find
from workflows.directory.successions import other_names


@click.command(help="Tìm văn bản, có dấu hoặc không dấu.")
@click.argument("query")
@click.option("--as", "username", help="Tên đăng nhập của người tìm (hoặc đặt VANTHU_USER).")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 200))
@click.option("--home", type=click.Path(path_type=Path, file_okay=False))
@as_json
@speaks
def search(query: str, username: str | None, limit: int, home: Path | None, json_output: bool) -> None:
    office = office_at(home)
    actor = acting_as(office, username)
    with office.reading(actor) as work:
        also = other_names(work.session, query, work.now)
        results = find(work, office.engine, query, limit=limit, also=also)
    if json_output:
        put(
            {
                "total": results.total,
                "ms": round(results.elapsed_ms, 1),
                "hits": [_hit(hit) for hit in results.hits],
                "facets": results.facets,
            }
        )
        return
    for hit in results.hits:
        click.echo(f"{hit.number_symbol}  {hit.subject}")
    say(f"{results.total} văn bản, {results.elapsed_ms:.0f} ms")


def _hit(hit: Hit) -> dict[str, object]:
    return {
        "document_id": hit.document_id,
        "file": hit.file,
        "number": hit.number,
        "symbol": hit.symbol,
        "subject": hit.subject,
        "snippet": "".join(piece for piece, _ in hit.snippet),
        "score": round(hit.score, 3),
    }
