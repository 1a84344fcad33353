"""Runs the demonstration and kills its own process, for real, at the chosen moment.

usage: killing.py HOME PLAN COUNT
Moments are counted where something becomes durable: before and after each commit, each file put in place, each
batch given to the index. COUNT 0 never kills; the moment each step began at is told on stderr.
"""

import os
import signal
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.cli.host import commands
from app.demo.story import Story
from documents.access import Actor
from search.whoosh_engine import WhooshEngine

KILL_AT = int(sys.argv[3])
moments = 0


def moment() -> None:
    global moments
    moments += 1
    if moments == KILL_AT:
        os.kill(os.getpid(), signal.SIGKILL)


def around(act: Callable[..., Any]) -> Callable[..., Any]:
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        moment()
        done = act(*args, **kwargs)
        moment()
        return done

    return wrapped


def telling(story: Story, name: str, actor: Actor) -> AbstractContextManager[None]:
    print(f"{name} began at moment {moments}", file=sys.stderr)
    return step(story, name, actor)


step = Story._step
Story._step = telling  # type: ignore[method-assign]
Session.commit = around(Session.commit)  # type: ignore[method-assign]
WhooshEngine.replace = around(WhooshEngine.replace)  # type: ignore[method-assign]
os.replace = around(os.replace)

if __name__ == "__main__":
    home, plan = Path(sys.argv[1]), Path(sys.argv[2])
    try:
        commands(
            ["demo", "--home", str(home), "--plan", str(plan), "--no-serve", "--json"], prog_name="vanthu"
        )
    finally:
        print(f"moments: {moments}", file=sys.stderr)
