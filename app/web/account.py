"""Signing in, out, and one's own password."""

import logging
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, request, session, url_for
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from app.access import begin_session, current_actor
from app.accounts import (
    Account,
    AccountLocked,
    PasswordsDiffer,
    PasswordTooWeak,
    PasswordUnchanged,
    WrongCredentials,
    count_try,
    find_account,
    password_fits,
)
from app.accounts import change_password as set_password
from app.errors import explain
from app.office import OFFICE
from app.web.doors import office
from app.web.showing import page
from documents.errors import VanthuError

log = logging.getLogger("vanthu.web")


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/sign-in", "sign_in", sign_in, methods=["GET", "POST"])
    blueprint.add_url_rule("/sign-out", "sign_out", sign_out, methods=["POST"])
    blueprint.add_url_rule("/password", "change_password", change_password, methods=["GET", "POST"])


def sign_in() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        if current_actor().person_id:
            return redirect(_inside(request.args.get("next")))
        return page("vanthu/sign_in.html", problem=None, username="")
    username = request.form.get("username", "")
    try:
        account = _check(username, request.form.get("password", ""))
    except (WrongCredentials, AccountLocked) as error:
        log.warning("sign-in refused for %r from %s: %s", username[:60], request.remote_addr, error.code)
        problem = explain(error)
        return page("vanthu/sign_in.html", problem=problem, username=username), problem.status
    begin_session(office(), account)
    return redirect(_inside(request.args.get("next")))


def sign_out() -> Response:
    logout_user()
    session.clear()
    flash("Đã thoát.")
    return redirect(url_for("vanthu.sign_in"))


def change_password() -> str | Response | tuple[str, int]:
    if request.method == "GET":
        return page("vanthu/password.html", problem=None)
    try:
        account = _renew(
            request.form.get("old", ""), request.form.get("new", ""), request.form.get("again", "")
        )
    except (WrongCredentials, PasswordTooWeak, PasswordsDiffer, PasswordUnchanged, AccountLocked) as error:
        problem = explain(error)
        return page("vanthu/password.html", problem=problem), problem.status
    begin_session(office(), account)
    flash("Đã đổi mật khẩu.")
    return redirect(url_for("vanthu.start"))


def _check(username: str, password: str) -> Account:
    """The account, when the password fits; every try is counted, whatever comes of it.

    raises    WrongCredentials, AccountLocked
    """
    denial: VanthuError | None = None
    with office().work(OFFICE, "sign_in") as work:
        account = find_account(work.session, username)
        fits = password_fits(account, password, work.now)
        if account is not None:
            count_try(account, fits=fits, now=work.now)
        if account is None or not fits:
            denial = WrongCredentials()
    if denial is not None or account is None:
        raise denial or WrongCredentials()
    return account


def _renew(old: str, new: str, again: str) -> Account:
    """raises WrongCredentials, AccountLocked, PasswordsDiffer, PasswordUnchanged, PasswordTooWeak"""
    account = _check(getattr(current_user, "username", ""), old)
    if new != again:
        raise PasswordsDiffer()
    if new == old:
        raise PasswordUnchanged()
    with office().work(OFFICE, "change_password") as work:
        fresh = work.session.get_one(Account, account.id)
        set_password(fresh, new)
    return fresh


def _inside(target: str | None) -> str:
    """Only an address of this site: a link may not send people elsewhere after signing in.

    A browser reads a backslash as a slash and skips control characters, so neither is let through.
    """
    home = url_for("vanthu.start")
    if not target or not target.startswith("/") or target.startswith("//") or urlsplit(target).netloc:
        return home
    return home if "\\" in target or any(letter < " " for letter in target) else target
