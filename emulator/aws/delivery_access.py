"""May a billing service write to the bucket that it shall deliver into?

AWS asks when a report or export is created: the bucket exists in the region and the account that
were named, and its policy lets the service write on behalf of the account that the export is of.
Then it leaves `aws-programmatic-access-test-object` at the bucket's root, so a policy for the
delivery prefix alone doesn't do.
https://docs.aws.amazon.com/cur/latest/userguide/dataexports-s3-bucket.html
"""

from collections.abc import Sequence
from dataclasses import dataclass

from moto.s3.models import s3_backends

from emulator.aws import policy

TEST_OBJECT = "aws-programmatic-access-test-object"


@dataclass(frozen=True)
class Deliverer:
    """A billing service that acts for one report or export of an account.

    `bucket_owner` is the account that must own the bucket: another one only where the export names it.
    """

    principal: str
    account_id: str
    source_arn: str
    bucket_owner: str

    def may(self, actions: Sequence[str], bucket: str, region: str) -> bool:
        """Is every action allowed: s3:PutObject on the test object, the others on the bucket?"""
        found = s3_backends[self.bucket_owner]["aws"].buckets.get(bucket)
        if found is None or found.region_name != region or found.policy is None:
            return False
        document = policy.read(found.policy)
        arn = f"arn:aws:s3:::{bucket}"
        return all(
            policy.decide(
                [document],
                policy.Request(
                    action,
                    f"{arn}/{TEST_OBJECT}" if action == "s3:PutObject" else arn,
                    self.principal,
                    {
                        "aws:SourceArn": self.source_arn,
                        "aws:SourceAccount": self.account_id,
                        "aws:SecureTransport": "true",
                        "s3:TlsVersion": "1.3",
                    },
                ),
            )
            is policy.Decision.ALLOWED
            for action in actions
        )

    def leave_test_object(self, bucket: str) -> None:
        """What every new report or export begins with."""
        s3_backends[self.bucket_owner]["aws"].put_object(bucket, TEST_OBJECT, b"")
