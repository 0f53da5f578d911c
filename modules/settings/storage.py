"""How long buckets keep what nobody reads any more: `storage`."""

from typing import Annotated

from pydantic import Field

from modules.settings.base import Settings, between


class StorageSettings(Settings):
    """The delivery buckets and the one for query results."""

    noncurrent_days: Annotated[int, between(1, 3650, "days")] = Field(
        7, description="overwritten deliveries; AWS overwrites a month up to three times a day"
    )
    results_days: Annotated[int, between(1, 3650, "days")] = Field(
        7, description="Athena query results"
    )
    force_destroy: bool = Field(
        False, description="let `terraform destroy` empty the buckets; needs allow_data_deletion"
    )
