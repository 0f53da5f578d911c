"""A delivery happens only while the bucket's policy admits the service on behalf of the payer.

AWS asks at every write: who edits the policy after an export was created ends its deliveries.
https://docs.aws.amazon.com/cur/latest/userguide/dataexports-s3-bucket.html
Whether the payer has such an export isn't asked: its account need not be played.
"""

from typing import Any, Protocol

from athena.errors import ExpectedFailure
from emulator.aws.bcmdataexports import models as exports
from emulator.aws.cur import models as reports
from emulator.aws.delivery_access import Deliverer
from emulator.aws.export_arn import export_arn
from emulator.bills.billed_month import BilledMonth
from emulator.delivery.deliver import Delivered, deliver
from modules.datasets import BillingService
from modules.plan import Delivery

PRINCIPALS = {
    BillingService.DATA_EXPORTS: exports.PRINCIPAL,
    BillingService.LEGACY_REPORT: reports.PRINCIPAL,
}


class Receiver(Protocol):
    """The account and region that the bucket is in."""

    account_id: str
    region: str

    def client(self, service: str) -> Any:
        """A boto3 client of that account."""


class NotAdmitted(ExpectedFailure):
    """The bucket's policy says no; `str()` names the payer, the service and the bucket."""


def deliver_if_admitted(receiver: Receiver, delivery: Delivery, month: BilledMonth) -> Delivered:
    """Put a month where it belongs. Raises NotAdmitted."""
    principal = PRINCIPALS[delivery.dataset.service]
    service = Deliverer(principal, delivery.payer, _source(delivery), receiver.account_id)
    if not service.may(["s3:PutObject"], delivery.bucket, receiver.region):
        raise NotAdmitted(
            f"the policy of bucket {delivery.bucket} doesn't admit {principal} on behalf of account "
            f"{delivery.payer}: nothing of {month} is delivered"
        )
    return deliver(receiver.client("s3"), delivery, month)


def _source(delivery: Delivery) -> str:
    """The ARN of the export or report, in the payer's account."""
    if delivery.dataset.service is BillingService.LEGACY_REPORT:
        return f"arn:aws:cur:{reports.HOME}:{delivery.payer}:definition/{delivery.export}"
    return export_arn(delivery.payer, delivery.export)
