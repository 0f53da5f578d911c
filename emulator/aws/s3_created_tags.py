"""A bucket has the tags that it was created with.

https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html
moto reads the location alone. Terraform's provider tags so since 6.23; without it, its second plan would
add the tags.
"""

from typing import Any
from xml.etree import ElementTree

from moto.s3.responses import S3Response

from emulator.aws.patching import Patch

patch = Patch()
_moto_puts = S3Response._bucket_response_put


@patch.replaces(S3Response, "_bucket_response_put")
def _bucket_response_put(
    response: Any, request: Any, bucket_name: str, querystring: dict[str, Any]
) -> Any:
    answer = _moto_puts(response, request, bucket_name, querystring)
    if not querystring and (tags := created_tags(response.body)):
        response.backend.put_bucket_tagging(bucket_name, tags)
    return answer


def created_tags(body: bytes) -> dict[str, str]:
    """Those of a CreateBucket request."""
    if b"<Tags" not in body:
        return {}
    return {
        tag.findtext("{*}Key") or "": tag.findtext("{*}Value") or ""
        for tag in ElementTree.fromstring(body).iterfind("{*}Tags/{*}Tag")
    }
