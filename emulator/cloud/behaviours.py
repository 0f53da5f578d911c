"""Everything that is put on top of moto, in one list."""

from emulator.aws import (
    accounts,
    budgets,
    cloudformation_types,
    cloudwatch_alarms,
    events_delivery,
    glue_partition_values,
    iam_managed_policies,
    read_again,
    s3_bucket_policy,
    s3_event_kinds,
    s3_event_message,
    s3_lifecycle_sizes,
    s3_marker_disposal,
    s3_notification,
    services,
    sqs_attributes,
    sqs_receipts,
    stepfunctions_answers,
    stepfunctions_athena,
    stepfunctions_error_names,
    stepfunctions_executions,
    stepfunctions_logging,
    stepfunctions_made_once,
    stepfunctions_map_errors,
    stepfunctions_names,
    stepfunctions_roles,
    stepfunctions_throttling,
    stepfunctions_validation,
    stepfunctions_versions,
    unknown_actions,
    unknown_services,
)
from emulator.glue import crawlers

BEHAVIOURS = (
    accounts,
    budgets,
    cloudformation_types,
    cloudwatch_alarms,
    events_delivery,
    crawlers,
    glue_partition_values,
    iam_managed_policies,
    read_again,
    s3_bucket_policy,
    s3_event_kinds,
    s3_event_message,
    s3_lifecycle_sizes,
    s3_marker_disposal,
    s3_notification,
    sqs_attributes,
    sqs_receipts,
    stepfunctions_athena,
    stepfunctions_error_names,
    stepfunctions_executions,
    stepfunctions_logging,
    stepfunctions_map_errors,
    stepfunctions_names,
    stepfunctions_made_once,
    stepfunctions_roles,
    stepfunctions_answers,
    stepfunctions_throttling,
    stepfunctions_validation,
    stepfunctions_versions,
    unknown_actions,
    unknown_services,
)


def install() -> None:
    """Put every behaviour and service in place; once is enough, twice does no harm."""
    services.install()
    for behaviour in BEHAVIOURS:
        behaviour.patch.apply()
