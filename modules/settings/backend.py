"""Where Terraform keeps its state: `backend`, one of three kinds."""

from typing import Annotated, Literal

from pydantic import Field

from modules.settings.base import Settings, matching

Bucket = Annotated[
    str,
    matching(
        r"[a-z0-9][a-z0-9.\-]{1,61}[a-z0-9]",
        "the name of a bucket: 3 to 63 of a-z 0-9 . -",
        "name the bucket that keeps state, which is not made here",
    ),
]
BucketRegion = Annotated[
    str, matching(r"[a-z]{2}(-[a-z]+)+-\d", "a Region, e.g. 'eu-west-1'", "name the bucket's")
]
Key = Annotated[
    str,
    matching(
        r"[^/\s]([^\n]*[^/\s])?",
        "the key of an object, no slash at either end",
        "write it as 'costs/prod.tfstate'",
    ),
]
HcpName = Annotated[
    str,
    matching(
        r"[A-Za-z0-9_\-]{1,90}",
        "1 to 90 of a-z A-Z 0-9 _ -, as HCP Terraform writes it",
        "copy it from the workspace's address",
    ),
]


class LocalBackend(Settings):
    """State in a file beside cdktf.json; for one person."""

    type: Literal["local"] = "local"


class S3Backend(Settings):
    """State in a bucket, locked by S3 itself (Terraform 1.10 or later)."""

    type: Literal["s3"] = "s3"
    bucket: Bucket = Field(description="keeps state and isn't made here")
    region: BucketRegion = Field(description="of the bucket")
    key: Key | None = Field(None, description="default: `aws-cost-pipeline/<environment>.tfstate`")


class CloudBackend(Settings):
    """HCP Terraform, or Terraform Enterprise by its hostname."""

    type: Literal["cloud"] = "cloud"
    organization: HcpName = Field(description="as in the workspace's address")
    workspace: HcpName = Field(description="one an environment")
    hostname: str = Field("app.terraform.io", description="of Terraform Enterprise: its own")


Backend = LocalBackend | S3Backend | CloudBackend
