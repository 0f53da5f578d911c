"""How long buckets keep what nobody reads any more: `storage`."""

from typing import Annotated

from pydantic import Field

from modules.settings.base import KmsKey, Settings, between


class StorageSettings(Settings):
    """The delivery buckets and the one for query results."""

    noncurrent_days: Annotated[int, between(1, 3650, "days")] = Field(
        7, description="overwritten deliveries; AWS overwrites a month up to three times a day"
    )
    results_days: Annotated[int, between(1, 3650, "days")] = Field(
        7, description="Athena query results"
    )
    results_kms_key: KmsKey | None = Field(
        None, description="ARN of the key that encrypts query results; default: SSE-S3"
    )
    force_destroy: bool = Field(
        False, description="let `terraform destroy` empty the buckets; needs allow_data_deletion"
    )
