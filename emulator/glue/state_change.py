"""Glue tells EventBridge how a crawl ended.

https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html
As best effort, says AWS; here always. Not played: the event of a crawl that begins.
"""

import uuid

from moto.core.utils import unix_time
from moto.events.models import events_backends

from emulator.glue.report import CrawlReport

STATES = {"COMPLETED": "Succeeded", "FAILED": "Failed"}


def tell(account_id: str, region: str, crawler: str, status: str, report: CrawlReport) -> None:
    """To all rules of the account's bus; a crawl that was stopped tells nothing."""
    if status not in STATES:
        return
    detail = {"crawlerName": crawler, "state": STATES[status], "errorMessage": report.message}
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Glue Crawler State Change",
        "source": "aws.glue",
        "account": account_id,
        "time": unix_time(),
        "region": region,
        "resources": [],
        "detail": detail,
    }
    for rule in list(events_backends[account_id][region].event_buses["default"].rules.values()):
        rule.send_to_targets(event, transform_input=False)
