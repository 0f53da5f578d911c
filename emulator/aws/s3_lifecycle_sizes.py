"""A lifecycle rule keeps the object sizes of its filter.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_LifecycleRuleFilter.html
moto drops them, and Terraform, which always sends a size inside `And`, waits three minutes for its
return.
"""

from typing import Any

from moto.s3.models import FakeBucket
from moto.s3.responses import S3Response

from emulator.aws.answers import amended
from emulator.aws.patching import Patch

patch = Patch()
_moto_sets = FakeBucket.set_lifecycle
_moto_gets = S3Response.get_bucket_lifecycle
SIZES = ("ObjectSizeGreaterThan", "ObjectSizeLessThan")


@patch.replaces(FakeBucket, "set_lifecycle")
def _set_lifecycle(bucket: Any, rules: list[dict[str, Any]]) -> None:
    sizes = [_sizes(rule) for rule in rules]
    _moto_sets(bucket, rules)
    for rule, of_rule in zip(bucket.rules, sizes, strict=True):
        rule.sizes = of_rule


@patch.replaces(S3Response, "get_bucket_lifecycle")
def _get_bucket_lifecycle(response: Any) -> Any:
    rules = response.backend.get_bucket_lifecycle(response.bucket_name)

    def add_sizes(answer: dict[str, Any]) -> None:
        for written, rule in zip(answer["Rules"], rules, strict=True):
            place = written.get("Filter", {})
            place.get("And", place).update(rule.sizes)

    return amended(response, _moto_gets, add_sizes)


def _sizes(rule: dict[str, Any]) -> dict[str, int]:
    place = rule.get("Filter") or {}
    place = place.get("And") or place
    return {size: int(place[size]) for size in SIZES if size in place}
