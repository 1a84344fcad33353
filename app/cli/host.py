"""All commands as one group, for the console script and for a host's `flask vanthu`."""

import click

from app.cli.check import check
from app.cli.copies import backup, restore
from app.cli.due import due
from app.cli.files import inspect, typeset, verify_files
from app.cli.house import doctor, index, pki, profile, serve, user
from app.cli.outside import sign_outside
from app.cli.papers import import_papers
from app.cli.proofs import proofs
from app.cli.search import search
from app.cli.story import demo
from app.cli.trust import trust
from app.cli.workflow import workflow


@click.group("vanthu", help="Vanthu: văn bản điện tử từ bản thảo đến lưu hồ sơ.")
@click.version_option(package_name="vanthu")
def commands() -> None:
    """The group."""


for command in (
    demo,
    inspect,
    typeset,
    check,
    verify_files,
    import_papers,
    search,
    doctor,
    serve,
    sign_outside,
    pki,
    profile,
    user,
    index,
    backup,
    restore,
    due,
    proofs,
    trust,
    workflow,
):
    commands.add_command(command)
