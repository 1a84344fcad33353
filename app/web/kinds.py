"""Site setup: the kinds of document, what each must carry, what the office offers and how long it keeps them."""

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from app.access import current_actor
from app.web.doors import office, require_page
from app.web.showing import page
from documents.errors import NoSuchKind
from documents.kinds import PARTS
from documents.kinds.settings import LONGEST_ACT, LONGEST_PERIOD, kinds_in_use, set_kind

GROUPS = {
    "decree": "Tên loại theo Nghị định 30/2020/NĐ-CP",
    "copy": "Bản sao",
    "form": "Biểu mẫu của cơ quan",
}


def open_doors(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/admin/kinds", "kinds", kinds)
    blueprint.add_url_rule("/admin/kinds/<kind>", "kind", kind, methods=["GET", "POST"])


def kinds() -> str:
    require_page("kinds")
    with office().reading(current_actor()) as work:
        used = kinds_in_use(work.session, office().rules.kinds)
    by_group = [(title, [k for k in used.values() if k.group == code]) for code, title in GROUPS.items()]
    return page("vanthu/kinds.html", by_group=by_group, ours=office().rules.kinds)


def kind(kind: str) -> str | Response:
    """One kind; a code nobody knows is a page that does not exist."""
    require_page("kinds")
    if request.method == "POST":
        with office().work(current_actor(), "set_kind") as work:
            set_kind(
                work,
                office().rules.kinds,
                kind,
                offered="offered" in request.form,
                period=request.form.get("period", ""),
                act=request.form.get("act", ""),
            )
        flash("Đã lưu cách dùng loại văn bản này.")
        return redirect(url_for("vanthu.kinds"))
    with office().reading(current_actor()) as work:
        used = kinds_in_use(work.session, office().rules.kinds)
    if kind not in used:
        raise NoSuchKind(kind=kind)
    return page(
        "vanthu/kind.html",
        kind=used[kind],
        described=office().rules.kinds[kind],
        workflow=office().rules.workflows.get(office().rules.kinds[kind].workflow),
        parts=PARTS,
        longest=(LONGEST_PERIOD, LONGEST_ACT),
    )
