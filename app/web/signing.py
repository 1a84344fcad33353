"""The signer's desk: read, choose, sign a batch with one password; or send one back with a reason.

Minutes wait here twice: for their secretary, then for the chair.

The văn thư's desk works the same way and borrows `Desk` from here.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Blueprint, request, url_for

from app.access import current_actor
from app.errors import Problem, explain
from app.web.doors import office, require_page, small_number
from app.web.second_step import asked_of, pass_second_step
from app.web.showing import page
from app.web.standings import told_standings
from documents.access import Actor
from documents.errors import NotAllowed, VanthuError
from documents.pdf.keys import SigningKey
from documents.work import Work
from workflows.desk import at_hand, confirm, listed
from workflows.matter import matters
from workflows.outside import LASTS, Chosen, offer, offered
from workflows.signing import PLACES, Begin, sign_document, waiting_for_timestamp
from workflows.worklists import DocumentRow, waiting_for

LARGEST_BATCH = 100
NOTHING_CHOSEN = Problem(
    "nothing_chosen", 422, "Chưa chọn văn bản nào.", "Đánh dấu ít nhất một văn bản (phím x)."
)
NOT_HERE = Problem(
    "not_waiting", 409, "Văn bản này không còn chờ ở bàn của bạn.", "Mở văn bản để xem ai đang xử lý."
)

Act = Callable[[Begin, str, str, SigningKey, int], None]
"""Takes the step on a document: how to begin, the step, the document, the key, the version that was seen."""


@dataclass(frozen=True)
class Outcome:
    """What came of one document of a batch; `problem` is None when it was done.

    row   None for a document that does not wait here, of which nothing is told
    """

    document_id: str
    row: DocumentRow | None
    problem: Problem | None


@dataclass(frozen=True)
class Desk:
    """A desk where papers wait for a step, one of a few alike, done in batches with one key."""

    steps: tuple[str, ...]
    template: str
    act: Act

    def show(
        self,
        actor: Actor,
        *,
        problem: Problem | None = None,
        outcomes: tuple[Outcome, ...] = (),
        chosen: frozenset[str] = frozenset(),
    ) -> str:
        with office().reading(actor) as work:
            rows = [row for row, _ in self._waiting(work, LARGEST_BATCH)]
            held = {waiting.document_id for waiting in waiting_for_timestamp(work)}
            signs = told_standings(work, rows) if "sign" in self.steps else {}
            near = at_hand(work, office().rules, [row.id for row in rows])
            beside = matters(work, [row.id for row in rows])
        return page(
            self.template,
            rows=rows,
            held=held,
            problem=problem,
            outcomes=outcomes,
            chosen=chosen,
            signs=signs,
            near=near,
            beside=beside,
            asked=asked_of(actor),
        )

    def run(self, actor: Actor, holder: str) -> str | tuple[str, int]:
        """Open the key once, confirm the list of files once, take each chosen paper on its own.

        What fails is told beside its paper.
        """
        chosen = _chosen()
        if not chosen:
            return self.show(actor, problem=NOTHING_CHOSEN), NOTHING_CHOSEN.status
        if "outside" in request.form:
            return self._offer(actor, chosen)
        with office().reading(actor) as work:
            waiting = {row.id: (row, step) for row, step in self._waiting(work, 500)}
        try:
            with office().opened_key(holder, request.form.get("password", "")) as key:
                passed = pass_second_step(actor, request.form)
                mine = [name for name in chosen if name in waiting]
                if mine:
                    with office().work(actor, self.steps[-1]) as work:
                        evidence = passed.evidence(work, listed(work, mine)[1])
                        confirm(work, mine, way=passed.way, evidence=evidence)
                outcomes = tuple(
                    self._one(actor, *waiting.get(name, (None, self.steps[-1])), name, version, key)
                    for name, version in chosen.items()
                )
        except VanthuError as error:
            problem = explain(error)
            return self.show(actor, problem=problem, chosen=frozenset(chosen)), problem.status
        return self.show(actor, outcomes=outcomes), batch_status(outcomes)

    def _offer(self, actor: Actor, chosen: dict[str, int]) -> str | tuple[str, int]:
        """Confirm the list and give a one-time code for it: the key is at the person's own PC."""
        with office().reading(actor) as work:
            steps = {row.id: step for row, step in self._waiting(work, 500)}
        mine = [Chosen(name, steps[name], version) for name, version in chosen.items() if name in steps]
        if not mine:
            return self.show(actor, problem=NOT_HERE), NOT_HERE.status
        try:
            passed = pass_second_step(actor, request.form)
            with office().work(actor, self.steps[-1]) as work:
                names = [one.document_id for one in mine]
                evidence = passed.evidence(work, listed(work, names)[1])
                confirm(work, names, way=passed.way, evidence=evidence)
                code = offer(work, office().rules, mine)
        except VanthuError as error:
            problem = explain(error)
            return self.show(actor, problem=problem, chosen=frozenset(chosen)), problem.status
        return show_outside(actor, code)

    def _waiting(self, work: Work, limit: int) -> list[tuple[DocumentRow, str]]:
        """What waits for the actor, each with its step."""
        rules = office().rules
        return [(row, step) for step in self.steps for row in waiting_for(work, rules, step, limit=limit)]

    def _one(
        self,
        actor: Actor,
        row: DocumentRow | None,
        step: str,
        document_id: str,
        version: int,
        key: SigningKey,
    ) -> Outcome:
        try:
            self.act(office().beginning(actor, step), step, document_id, key, version)
        except NotAllowed as denied:
            # A paper somebody else has moved on in the meantime is the usual case; the journal has the denial.
            return Outcome(document_id, row, NOT_HERE if row is None else explain(denied))
        except VanthuError as error:
            return Outcome(document_id, row, explain(error))
        return Outcome(document_id, row, None)


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/signing", "signing_desk", signing_desk, methods=["GET", "POST"])
    blueprint.add_url_rule("/outside", "outside", lambda: show_outside(current_actor()))


def show_outside(actor: Actor, code: str = "", *, problem: Problem | None = None) -> str:
    """What the actor has at keys outside; a fresh code is shown this once."""
    with office().reading(actor) as work:
        rows = offered(work, code)
    address = url_for("vanthu_api.outside_papers", _external=True)
    minutes = LASTS.seconds // 60
    return page(
        "vanthu/outside.html", rows=rows, code=code, address=address, minutes=minutes, problem=problem
    )


def signing_desk() -> str | tuple[str, int]:
    require_page("signing_desk")
    actor = current_actor()
    return DESK.show(actor) if request.method == "GET" else DESK.run(actor, f"person:{actor.person_id}")


def _sign(begin: Begin, step: str, document_id: str, key: SigningKey, version: int) -> None:
    sign_document(begin, office().rules, office().tools, document_id, key, step=step, seen_version=version)


DESK = Desk(tuple(PLACES), "vanthu/signing.html", _sign)


def _chosen() -> dict[str, int]:
    """The chosen papers, each with the version the person saw."""
    versions = {}
    for value in request.form.getlist("document")[:LARGEST_BATCH]:
        document_id, _, version = value.partition("@")
        number = small_number(version)
        if number is not None:
            versions[document_id] = number
    return versions


def batch_status(outcomes: tuple[Outcome, ...]) -> int:
    """A batch in which anything was done is a success; one in which nothing was has the status of its trouble."""
    problems = [outcome.problem.status for outcome in outcomes if outcome.problem]
    return problems[0] if len(problems) == len(outcomes) else 200
