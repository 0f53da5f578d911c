"""A task's error carries the service's name as AWS writes it: `Glue.CrawlerRunningException`.

https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
moto knows two services and else says `glue.CrawlerRunningException`, so Retry and Catch never
match.
"""

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (  # noqa: E501
    _SERVICE_ERROR_NAMES,
    StateTaskServiceAwsSdk,
)

from emulator.aws.patching import Patch

patch = Patch()


def _service_name(service_name: str) -> str:
    known: str | None = _SERVICE_ERROR_NAMES.get(service_name.lower())
    return known or service_name[0].upper() + service_name[1:]


patch.sets(StateTaskServiceAwsSdk, "_normalise_service_error_name", staticmethod(_service_name))
