"""The ARN of an export. Ours ends with an id of account and name, so that manifests know it."""

import uuid

HOME = "us-east-1"


def export_arn(account_id: str, name: str) -> str:
    """Where Data Exports live, whatever the region of their bucket."""
    id_ = uuid.uuid5(uuid.NAMESPACE_URL, f"{account_id}/{name}")
    return f"arn:aws:bcm-data-exports:{HOME}:{account_id}:export/{name}-{id_}"
