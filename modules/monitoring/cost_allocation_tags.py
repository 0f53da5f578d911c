"""Tag keys by which the bill tells costs apart: each becomes a key or a column of later deliveries.

https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
Only the account that pays may, and only for keys that AWS has seen on something billed, up to a day
before. Taking one away deactivates it. Absent: `aws ce start-cost-allocation-tag-backfill`, which tells
the last twelve months anew; Terraform has no resource for it.
"""

import re
from collections.abc import Sequence

from cdktf_cdktf_provider_aws.ce_cost_allocation_tag import CeCostAllocationTag
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct


class CostAllocationTags(Construct):
    """Active ones, by key."""

    tags: dict[str, CeCostAllocationTag]

    def __init__(
        self, scope: Construct, id_: str, *, keys: Sequence[str], billing: AwsProvider
    ) -> None:
        super().__init__(scope, id_)
        self.tags = {
            key: CeCostAllocationTag(
                self, re.sub(r"\s", "_", key), provider=billing, tag_key=key, status="Active"
            )
            for key in keys
        }
