"""What Cloud Intelligence Dashboards read costs with."""

from modules.iam.documents import Policy, document, statement, trust
from modules.iam.reader import read_access
from modules.plan import Plan

QUICKSIGHT = "quicksight.amazonaws.com"


def quicksight_trust() -> Policy:
    """Unconditioned, as AWS writes it: no page says that QuickSight sends a source account."""
    return trust(QUICKSIGHT)


def quicksight_access(plan: Plan) -> Policy:
    """What readers may; where Lake Formation guards the tables, that it be asked, too."""
    asked = statement("AskLakeFormation", "lakeformation:GetDataAccess", "*")  # has no resources
    readers = read_access(plan)["Statement"]
    assert isinstance(readers, list)
    return document(*readers, asked)
