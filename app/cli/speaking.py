"""How commands speak: JSON on stdout, words on stderr, errors in the user's language with an exit status."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import click

from app.errors import explain
from documents.errors import VanthuError

F = TypeVar("F", bound=Callable[..., Any])

as_json = click.option("--json", "json_output", is_flag=True, help="In JSON ra stdout.")


def put(value: object) -> None:
    """One JSON value on one line."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


def say(line: str) -> None:
    """A line for the person at the keyboard, never in the way of the JSON."""
    click.echo(line, err=True)


def speaks(command: F) -> F:
    """Turns our situations into words and exit status 1, and a full disk into its own."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except VanthuError as error:
            problem = explain(error)
            if kwargs.get("json_output"):
                put({"error": problem.code, "message": problem.message, "remedy": problem.remedy})
            say(f"{problem.message} {problem.remedy}".strip())
            raise SystemExit(1) from error
        except ValueError as error:
            if not str(error).startswith("VANTHU_"):
                raise
            say(str(error))
            raise SystemExit(2) from error

    return wrapped  # type: ignore[return-value]
