"""CloudWatch answers in CBOR, as to Terraform's provider 6."""

from datetime import UTC, datetime
from typing import Any
from urllib.request import HTTPError, Request, urlopen

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.parsers import RpcV2CBORParser
from botocore.serialize import RpcV2CBORSerializer

from emulator.cloud.cloud import Caller, Cloud

MODEL = ServiceModel(Loader().load_service_model("cloudwatch", "service-2"))
ALARM: dict[str, object] = {
    "AlarmName": "late",
    "MetricName": "m",
    "Namespace": "n",
    "Statistic": "Sum",
    "Period": 300,
    "EvaluationPeriods": 1,
    "Threshold": 1.5,
    "ComparisonOperator": "GreaterThanThreshold",
}


def call(
    cloud: Cloud, operation: str, given: dict[str, object], caller: Caller = Caller.OWNER
) -> Any:
    """As an SDK that speaks CBOR calls and reads."""
    model = MODEL.operation_model(operation)
    made = RpcV2CBORSerializer().serialize_to_request(given, model)
    url = cloud.endpoint + made["url_path"]
    signed = AWSRequest(made["method"], url, data=bytes(made["body"]), headers=made["headers"])
    key = Credentials(str(caller), "emulated")
    SigV4Auth(key, "monitoring", cloud.region).add_auth(signed)
    request = Request(url, bytes(made["body"]), dict(signed.headers), method=made["method"])
    try:
        answer = urlopen(request)
    except HTTPError as error:
        answer = error
    assert answer.headers["smithy-protocol"] == "rpc-v2-cbor"
    response = {"status_code": answer.status, "headers": answer.headers, "body": answer.read()}
    return RpcV2CBORParser().parse(response, model.output_shape)


def test_what_is_put_is_described(cloud: Cloud) -> None:
    """Numbers, texts and moments."""
    call(cloud, "PutMetricAlarm", ALARM)
    (alarm,) = call(cloud, "DescribeAlarms", {"AlarmNames": ["late"]})["MetricAlarms"]
    assert alarm.items() >= ALARM.items()
    assert isinstance(alarm["StateUpdatedTimestamp"], datetime)


def test_a_moment_that_is_given_arrives(cloud: Cloud) -> None:
    """A metric's, to the second."""
    moment = datetime(2026, 11, 1, 12, tzinfo=UTC)
    datum = {"MetricName": "m", "Value": 2.5, "Timestamp": moment}
    call(cloud, "PutMetricData", {"Namespace": "n", "MetricData": [datum]})
    period = {"StartTime": moment, "EndTime": moment.replace(hour=13), "Period": 3600}
    asked = {"Namespace": "n", "MetricName": "m", "Statistics": ["Sum"]} | period
    (found,) = call(cloud, "GetMetricStatistics", asked)["Datapoints"]
    assert (found["Sum"], found["Timestamp"]) == (2.5, moment)


def test_who_may_not_is_told_in_it(cloud: Cloud) -> None:
    """The action by its name."""
    cloud.restrict(Caller.READER, [])
    error = call(cloud, "PutMetricAlarm", ALARM, Caller.READER)["Error"]
    assert error["Code"] == "AccessDeniedException"
    assert "not authorized to perform: cloudwatch:PutMetricAlarm" in error["Message"]


@pytest.mark.parametrize("names", [["late"], []])
def test_an_answer_of_nothing_is_one(cloud: Cloud, names: list[str]) -> None:
    """No alarm of that name."""
    assert call(cloud, "DescribeAlarms", {"AlarmNames": names})["MetricAlarms"] == []
