"""cid-cmd's own Python: its detection, and the views of its core dashboards from its own files.

Not its command line: `deploy` needs a QuickSight and tells its maker's server of each dashboard.
"""

import time
from collections.abc import Callable
from functools import partial
from unittest.mock import patch

from cid.common import Cid
from cid.helpers.cur import CUR
from cid.helpers.focus_consolidation import FocusConsolidationView
from cid.logger import set_cid_logger
from cid.utils import set_parameters

from tests.terraform.clients.calls import Calls, Place

PLACE = Place.told()
OWN = "cid_cur"  # the database of its views
DASHBOARDS = ("CUDOSv5", "CID", "KPI", "Trends")
call = Calls()


def nap(seconds: float, sleep: Callable[[float], None] = time.sleep) -> None:
    """It waits a second after each statement."""
    sleep(min(seconds, 0.05))


def login() -> Cid:
    """As its command line begins."""
    cid = Cid(verbose=0)
    cid._logger = set_cid_logger(verbosity=0, log_filename="/dev/null")
    cid.aws_login()
    given = {
        "athena-workgroup": PLACE.workgroup,
        "athena-database": OWN,
        "cur-database": PLACE.database,
        "resource-tags": "resource_tags['user_team']",
        "account-map-source": "dummy",
    }
    set_parameters(given, all_yes=True)
    return cid


patch.object(time, "sleep", nap).start()
cid = login()
cid.base.session.client("glue").create_database(DatabaseInput={"Name": OWN})


def rows(view: str) -> int:
    """How many it has: every view can be read."""
    ((count,),) = cid.athena.query(f"SELECT count(*) FROM {view}")
    return int(count)


@call("finds the table: CUR 2.0, with resources, Savings Plans and reservations")
def _() -> None:
    columns = CUR.cur_minimal_required_columns
    found = cid.athena.find_tables_with_columns(columns, PLACE.database)
    assert {table["Name"] for table in found} == {
        "cur2",
        "cur",
    }  # no view of ours, nor sealed table
    set_parameters({"cur-table-name": "cur2"})
    cur = cid.cur
    assert (cur.database, cur.table_name, cur.version) == (PLACE.database, "cur2", "2")
    assert cur.has_resource_ids
    assert cur.has_savings_plans
    assert cur.has_reservations


def dashboard(name: str) -> None:
    """The views of its datasets, made as `cid-cmd deploy` makes them, and read."""
    for dataset in cid.resources["dashboards"][name]["dependsOn"]["datasets"]:
        for view in cid.resources["datasets"][dataset]["dependsOn"]["views"]:
            cid.create_or_update_view(view)
            rows(view)


for name in DASHBOARDS:
    call(f"the views of {cid.resources['dashboards'][name]['name']}")(partial(dashboard, name))


@call("finds the role for QuickSight, and the policy that `cloudformation_exports` exports")
def _() -> None:
    trusted = (
        "Roles[?AssumeRolePolicyDocument.Statement[?Principal.Service=='quicksight.amazonaws.com']]"
    )
    assert [*cid.iam.iterate_role_names(search=f"{trusted}.RoleName")]
    assert cid.cfn.get_read_access_policy_for_module("DataExports").endswith("-cost-reader")


@call("adds a column that a dashboard wants, for the crawler keeps new ones")
def _() -> None:
    cid.cur2.ensure_columns(["product_gpu"])
    assert cid.cur2.column_exists("product_gpu")


@call("finds the table of FOCUS and makes its consolidated view")
def _() -> None:
    focus = FocusConsolidationView(cid.athena, {"billedcost": "double", "billing_period": "string"})
    tables = [table["table_name"] for table in focus.discover_focus_tables()]
    assert tables == ["focus"], tables
    assert focus.create_or_update_view()
    assert rows(focus.name)


if __name__ == "__main__":
    call.make()
