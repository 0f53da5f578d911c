"""Where Terraform keeps its state: `backend`, one of three kinds."""

from typing import Literal

from pydantic import Field

from modules.settings.base import Settings


class LocalBackend(Settings):
    """State in a file beside cdktf.json; for one person."""

    type: Literal["local"] = "local"


class S3Backend(Settings):
    """State in a bucket, locked by S3 itself (Terraform 1.10 or later)."""

    type: Literal["s3"] = "s3"
    bucket: str
    region: str
    key: str | None = Field(None, description="default: `aws-cost-pipeline/<environment>.tfstate`")


class CloudBackend(Settings):
    """HCP Terraform, or Terraform Enterprise by its hostname."""

    type: Literal["cloud"] = "cloud"
    organization: str
    workspace: str
    hostname: str = "app.terraform.io"


Backend = LocalBackend | S3Backend | CloudBackend
