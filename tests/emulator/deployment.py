"""Resources of the synthesized stack, created in a second where Terraform takes a minute.

A few types are enough for what happens between a bucket and its table; of the others, which protect or
tidy up, nothing is created.
"""

import re
from collections.abc import Callable
from typing import Any

from emulator.cloud.cloud import Cloud
from tests.conftest import Json, Stack

Attributes = dict[str, str]
REFERENCE = re.compile(r"\$\{(\w+\.\w+)\.(\w+)\}")


class Deployment:
    """Creates resources as their JSON describes them, each after those that it refers to."""

    def __init__(self, cloud: Cloud, stack: Stack) -> None:
        self._cloud = cloud
        self._stack = stack
        self._created: dict[str, Attributes] = {}

    def create(self, *constructs: str) -> None:
        """All resources below these paths of the construct tree: `catalog/cur2_crawler`."""
        for address, path in self._stack.paths.items():
            if any(f"{path}/".startswith(f"example/{construct}/") for construct in constructs):
                self._create(address)

    def arguments(self, kind: str, name: str) -> Json:
        """Of a resource by its name without the hash; references are replaced by what exists."""
        resolved: Json = self._resolved(self._stack.resource(kind, name))
        return resolved

    def output(self, name: str) -> str:
        """As `terraform output -raw` tells it."""
        return str(self._resolved(self._stack.json["output"][name]["value"]))

    def _create(self, address: str) -> Attributes:
        kind, name = address.split(".")
        if address not in self._created and kind in TYPES:
            arguments = self._stack.json["resource"][kind][name]
            for needed in arguments.get("depends_on", []):
                self._create(needed)
            self._created[address] = TYPES[kind](self._cloud, self._resolved(arguments))
        return self._created.get(address, {})

    def _resolved(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._resolved(found) for key, found in value.items()}
        if isinstance(value, list):
            return [self._resolved(found) for found in value]
        if isinstance(value, str):
            known = REFERENCE.sub(lambda found: self._create(found[1])[found[2]], value)
            return known.replace("$${", "${")  # how Terraform writes it
        return value


def create_crawler_arguments(crawler: Json) -> Json:
    """What CreateCrawler is asked for."""
    behavior = {key: crawler[key] for key in ("recrawl_policy", "schema_change_policy")}
    return {
        "Name": crawler["name"],
        "Role": crawler["role"],
        "DatabaseName": crawler["database_name"],
        "Description": crawler["description"],
        "Configuration": crawler["configuration"],
        "Schedule": crawler["schedule"],
        "Targets": {"S3Targets": [_as_api(target) for target in crawler["s3_target"]]},
        **_as_api(behavior),
    }


def _as_api(value: Any) -> Any:
    """`event_queue_arn` is `EventQueueArn` in the API."""
    if isinstance(value, dict):
        return {key.title().replace("_", ""): _as_api(found) for key, found in value.items()}
    return value


def _bucket(cloud: Cloud, bucket: Json) -> Attributes:
    name = bucket["bucket"]
    place = {"LocationConstraint": cloud.region}
    cloud.client("s3").create_bucket(Bucket=name, CreateBucketConfiguration=place)
    return {"id": name, "bucket": name, "arn": f"arn:aws:s3:::{name}"}


def _bucket_versioning(cloud: Cloud, versioning: Json) -> Attributes:
    status = _as_api(versioning["versioning_configuration"])
    cloud.client("s3").put_bucket_versioning(
        Bucket=versioning["bucket"], VersioningConfiguration=status
    )
    return {}


def _bucket_policy(cloud: Cloud, policy: Json) -> Attributes:
    cloud.client("s3").put_bucket_policy(Bucket=policy["bucket"], Policy=policy["policy"])
    return {}


def _bucket_notification(cloud: Cloud, notification: Json) -> Attributes:
    queues = [
        {
            "Id": queue["id"],
            "QueueArn": queue["queue_arn"],
            "Events": queue["events"],
            "Filter": {
                "Key": {
                    "FilterRules": [
                        {"Name": "prefix", "Value": queue["filter_prefix"]},
                        {"Name": "suffix", "Value": queue["filter_suffix"]},
                    ]
                }
            },
        }
        for queue in notification["queue"]
    ]
    cloud.client("s3").put_bucket_notification_configuration(
        Bucket=notification["bucket"],
        NotificationConfiguration={
            "EventBridgeConfiguration": {},
            "QueueConfigurations": queues,
        },
    )
    return {}


def _budget(cloud: Cloud, budget: Json) -> Attributes:
    names = ("notification_type", "comparison_operator", "threshold", "threshold_type")
    cloud.client("budgets", "us-east-1").create_budget(
        AccountId=cloud.account_id,
        Budget={
            "BudgetName": budget["name"],
            "BudgetType": budget["budget_type"],
            "TimeUnit": budget["time_unit"],
            "BudgetLimit": {"Amount": budget["limit_amount"], "Unit": budget["limit_unit"]},
        },
        NotificationsWithSubscribers=[
            {
                "Notification": _as_api({name: told[name] for name in names}),
                "Subscribers": [
                    {"SubscriptionType": "SNS", "Address": arn}
                    for arn in told["subscriber_sns_topic_arns"]
                ],
            }
            for told in budget["notification"]
        ],
    )
    return {}


def _queue(cloud: Cloud, queue: Json) -> Attributes:
    names = {
        "policy": "Policy",
        "redrive_policy": "RedrivePolicy",
        "redrive_allow_policy": "RedriveAllowPolicy",
        "visibility_timeout_seconds": "VisibilityTimeout",
        "message_retention_seconds": "MessageRetentionPeriod",
    }
    sqs = cloud.client("sqs")
    asked = {api: str(queue[name]) for name, api in names.items() if name in queue}
    url = sqs.create_queue(QueueName=queue["name"], Attributes=asked)["QueueUrl"]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])
    return {"url": url, "arn": found["Attributes"]["QueueArn"]}


def _role(cloud: Cloud, role: Json) -> Attributes:
    created = cloud.client("iam").create_role(
        RoleName=role["name"], AssumeRolePolicyDocument=role["assume_role_policy"]
    )
    return {"id": role["name"], "name": role["name"], "arn": created["Role"]["Arn"]}


def _role_policy(cloud: Cloud, policy: Json) -> Attributes:
    cloud.client("iam").put_role_policy(
        RoleName=policy["role"], PolicyName="access", PolicyDocument=policy["policy"]
    )
    return {}


def _database(cloud: Cloud, database: Json) -> Attributes:
    cloud.client("glue").create_database(DatabaseInput={"Name": database["name"]})
    return {"name": database["name"]}


def _table(cloud: Cloud, table: Json) -> Attributes:
    described = table["storage_descriptor"]
    serde = described["ser_de_info"]
    cloud.client("glue").create_table(
        DatabaseName=table["database_name"],
        TableInput={
            "Name": table["name"],
            "TableType": table["table_type"],
            "Parameters": table["parameters"],
            "PartitionKeys": [_as_api(key) for key in table.get("partition_keys", [])],
            "ViewOriginalText": table.get("view_original_text", ""),
            "StorageDescriptor": {
                "Columns": [_as_api(column) for column in described["columns"]],
                "Location": described.get("location", ""),
                "InputFormat": described.get("input_format", ""),
                "OutputFormat": described.get("output_format", ""),
                "SerdeInfo": {
                    "SerializationLibrary": serde["serialization_library"],
                    "Parameters": serde.get("parameters", {}),
                },
            },
        },
    )
    return {"name": table["name"]}


def _workgroup(cloud: Cloud, workgroup: Json) -> Attributes:
    configuration = workgroup["configuration"]
    results = {"OutputLocation": configuration["result_configuration"]["output_location"]}
    cloud.client("athena").create_work_group(
        Name=workgroup["name"],
        Configuration={
            "EnforceWorkGroupConfiguration": True,
            "ResultConfiguration": results,
            "BytesScannedCutoffPerQuery": configuration["bytes_scanned_cutoff_per_query"],
        },
    )
    arn = f"arn:aws:athena:{cloud.region}:{cloud.account_id}:workgroup/{workgroup['name']}"
    return {"name": workgroup["name"], "id": workgroup["name"], "arn": arn}


def _log_group(cloud: Cloud, group: Json) -> Attributes:
    cloud.client("logs").create_log_group(logGroupName=group["name"])
    arn = f"arn:aws:logs:{cloud.region}:{cloud.account_id}:log-group:{group['name']}"
    return {"name": group["name"], "arn": arn}


def _state_machine(cloud: Cloud, machine: Json) -> Attributes:
    created = cloud.client("stepfunctions").create_state_machine(
        name=machine["name"], definition=machine["definition"], roleArn=machine["role_arn"]
    )
    return {"arn": created["stateMachineArn"]}


def _rule(cloud: Cloud, rule: Json) -> Attributes:
    cloud.client("events").put_rule(Name=rule["name"], EventPattern=rule["event_pattern"])
    return {"name": rule["name"]}


def _key(cloud: Cloud, key: Json) -> Attributes:
    made = cloud.client("kms").create_key(Policy=key["policy"])["KeyMetadata"]
    return {"arn": made["Arn"], "key_id": made["KeyId"]}


def _topic(cloud: Cloud, topic: Json) -> Attributes:
    asked = {"KmsMasterKeyId": topic["kms_master_key_id"]}
    made = cloud.client("sns").create_topic(Name=topic["name"], Attributes=asked)
    return {"arn": made["TopicArn"], "name": topic["name"]}


def _topic_policy(cloud: Cloud, policy: Json) -> Attributes:
    cloud.client("sns").set_topic_attributes(
        TopicArn=policy["arn"], AttributeName="Policy", AttributeValue=policy["policy"]
    )
    return {}


def _alarm(cloud: Cloud, alarm: Json) -> Attributes:
    dimensions = [{"Name": name, "Value": v} for name, v in alarm["dimensions"].items()]
    cloud.client("cloudwatch").put_metric_alarm(
        AlarmName=alarm["alarm_name"],
        AlarmDescription=alarm["alarm_description"],
        Namespace=alarm["namespace"],
        MetricName=alarm["metric_name"],
        Dimensions=dimensions,
        Statistic=alarm["statistic"],
        ComparisonOperator=alarm["comparison_operator"],
        Threshold=alarm["threshold"],
        Period=alarm["period"],
        EvaluationPeriods=alarm["evaluation_periods"],
        DatapointsToAlarm=alarm["datapoints_to_alarm"],
        TreatMissingData=alarm["treat_missing_data"],
        AlarmActions=alarm["alarm_actions"],
        OKActions=alarm["ok_actions"],
    )
    return {"alarm_name": alarm["alarm_name"]}


def _composite_alarm(cloud: Cloud, alarm: Json) -> Attributes:
    cloud.client("cloudwatch").put_composite_alarm(
        AlarmName=alarm["alarm_name"],
        AlarmDescription=alarm["alarm_description"],
        AlarmRule=alarm["alarm_rule"],
        AlarmActions=alarm["alarm_actions"],
        OKActions=alarm["ok_actions"],
    )
    return {"alarm_name": alarm["alarm_name"]}


def _target(cloud: Cloud, target: Json) -> Attributes:
    transformer = target["input_transformer"]
    described = {
        "Id": "target",
        "Arn": target["arn"],
        **({"RoleArn": target["role_arn"]} if "role_arn" in target else {}),
        "DeadLetterConfig": {"Arn": target["dead_letter_config"]["arn"]},
        "InputTransformer": {
            "InputPathsMap": transformer["input_paths"],
            "InputTemplate": transformer["input_template"],
        },
    }
    cloud.client("events").put_targets(Rule=target["rule"], Targets=[described])
    return {}


def _crawler(cloud: Cloud, crawler: Json) -> Attributes:
    cloud.client("glue").create_crawler(**create_crawler_arguments(crawler))
    arn = f"arn:aws:glue:{cloud.region}:{cloud.account_id}:crawler/{crawler['name']}"
    return {"name": crawler["name"], "arn": arn}


TYPES: dict[str, Callable[[Cloud, Json], Attributes]] = {
    "aws_budgets_budget": _budget,
    "aws_s3_bucket": _bucket,
    "aws_s3_bucket_versioning": _bucket_versioning,
    "aws_s3_bucket_policy": _bucket_policy,
    "aws_s3_bucket_notification": _bucket_notification,
    "aws_sqs_queue": _queue,
    "aws_iam_role": _role,
    "aws_iam_role_policy": _role_policy,
    "aws_glue_catalog_database": _database,
    "aws_glue_catalog_table": _table,
    "aws_glue_crawler": _crawler,
    "aws_athena_workgroup": _workgroup,
    "aws_cloudwatch_log_group": _log_group,
    "aws_sfn_state_machine": _state_machine,
    "aws_cloudwatch_event_rule": _rule,
    "aws_cloudwatch_event_target": _target,
    "aws_kms_key": _key,
    "aws_sns_topic": _topic,
    "aws_sns_topic_policy": _topic_policy,
    "aws_cloudwatch_metric_alarm": _alarm,
    "aws_cloudwatch_composite_alarm": _composite_alarm,
}
