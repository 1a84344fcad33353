"""Who may what: a role held today, in a state that gives its holders the right."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from documents.access import (
    Actor,
    Grant,
    StateRight,
    grant,
    may,
    require,
    roles,
)
from documents.definitions import write_rights, written_digest
from documents.errors import DefinitionChanged, NotAllowed
from documents.model import Document
from tests.fixtures import house, keys  # noqa: F401  # fixtures by import
from tests.office import House

STRANGER = Actor("x", "Người lạ", principals=frozenset({"person:x"}))


def test_a_stranger_is_told_the_same_of_a_paper_that_is_closed_and_of_none(house: House) -> None:  # noqa: F811
    document_id = house.upload()
    with house.look() as work:
        told = []
        for wanted in (document_id, "no such paper"):
            with pytest.raises(NotAllowed) as refused:
                require(work.session, STRANGER, wanted, "view", work.now)
            told.append((type(refused.value), refused.value.facts["right"]))
        assert told[0] == told[1]
        assert require(work.session, house.actor("soanthao"), document_id, "view", work.now).id == document_id


def test_a_right_belongs_to_the_state_and_not_to_the_person(house: House) -> None:  # noqa: F811
    document_id = house.on_the_desk()
    drafter = house.actor("soanthao")
    with house.look() as work:
        assert require(work.session, drafter, document_id, "view", work.now)
        with pytest.raises(NotAllowed):
            require(work.session, drafter, document_id, "edit", work.now)


def test_a_role_counts_from_its_first_moment_to_before_its_last(house: House) -> None:  # noqa: F811
    document_id = house.upload()
    since, until = house.now + timedelta(days=1), house.now + timedelta(days=2)
    second = timedelta(seconds=1)
    with house.office() as work:
        grant(work.session, document_id, "drafter", "person:x", cause="substitute", since=since)
        work.session.scalars(select(Grant).where(Grant.cause == "substitute")).one().until = until
        work.session.flush()
        held = [
            bool(roles(work.session, STRANGER, document_id, moment))
            for moment in (since - second, since, until - second, until)
        ]
        sees = [
            work.session.scalar(
                select(func.count()).select_from(Document).where(may(STRANGER, "view", moment))
            )
            for moment in (since - second, since, until - second, until)
        ]
        assert held == [False, True, True, False]
        assert sees == [0, 1, 1, 0]


def test_a_role_is_given_once_for_one_cause(house: House) -> None:  # noqa: F811
    document_id = house.upload()
    with house.office() as work:
        for cause in ("sent", "sent", "shared"):
            grant(work.session, document_id, "recipient", "unit:u", cause=cause, since=work.now)
        causes = work.session.scalars(select(Grant.cause).where(Grant.principal == "unit:u"))
        assert sorted(causes) == ["sent", "shared"]


def test_an_actor_without_principals_may_nothing(house: House) -> None:  # noqa: F811
    house.upload()
    with house.look() as work:
        nobody = Actor("", "")
        assert work.session.scalars(select(Document.id).where(may(nobody, "view", work.now))).all() == []


def test_the_rights_of_a_version_are_written_once_and_never_change(house: House) -> None:  # noqa: F811
    with house.office() as work:
        written = partial(write_rights, work.session, "thu", at=work.now)
        written(1, [("start", "drafter", "view")], digest="a")
        written(1, [("start", "drafter", "view")], digest="a")
        written(2, [("start", "drafter", "edit")], digest="b")
        rows = work.session.execute(
            select(StateRight.workflow_version, StateRight.role, StateRight.right)
            .where(StateRight.workflow == "thu")
            .order_by(StateRight.workflow_version)
        ).all()
        assert [tuple(row) for row in rows] == [(1, "drafter", "view"), (2, "drafter", "edit")]


def test_a_paper_stays_under_the_version_it_began_with(house: House) -> None:  # noqa: F811
    document_id = house.upload()
    drafter = house.actor("soanthao")
    with house.office() as work:
        rows = [("drafting", "drafter", "burn")]
        write_rights(work.session, "van-ban-di", 99, rows, digest="c", at=work.now)
        with pytest.raises(NotAllowed):
            require(work.session, drafter, document_id, "burn", work.now)


def test_a_version_that_papers_run_by_may_not_change_under_them(house: House) -> None:  # noqa: F811
    document_id = house.upload()
    with house.office() as work:
        document = work.session.get_one(Document, document_id)
        name, version = document.workflow, document.workflow_version
        before = written_digest(work.session, name, version)
    with pytest.raises(DefinitionChanged), house.office() as work:
        write_rights(
            work.session, name, version, [("drafting", "drafter", "burn")], digest="other", at=work.now
        )
    with house.look() as work:
        assert written_digest(work.session, name, version) == before
        assert require(work.session, house.actor("soanthao"), document_id, "edit", work.now)


def test_a_version_nobody_uses_yet_may_still_change(house: House) -> None:  # noqa: F811
    with house.office() as work:
        for digest, right in (("a", "view"), ("b", "edit")):
            write_rights(work.session, "thu", 1, [("start", "drafter", right)], digest=digest, at=work.now)
        rights = work.session.scalars(select(StateRight.right).where(StateRight.workflow == "thu"))
        assert rights.all() == ["edit"]
        assert written_digest(work.session, "thu", 1) == "b"
