"""What a Grafana of one's own reads when it starts: data sources, and where dashboards lie.

    provisioning/datasources/aws-costs.yaml
    provisioning/dashboards/aws-costs.yaml
    dashboards/aws-costs-….json

JSON is YAML, too: these files need no library to write them.
"""

import json

from dashboards.board import CLOUDWATCH_UID, SOURCE_UID
from dashboards.render import files
from dashboards.subject import Subject

FOLDER = "AWS costs"
MOUNTED = "/var/lib/grafana/dashboards/aws-costs"


def provisioned(subject: Subject, mounted: str = MOUNTED) -> dict[str, str]:
    """Texts by path; `mounted` is where the server finds the dashboards."""
    return {
        "provisioning/datasources/aws-costs.yaml": _sources(subject),
        "provisioning/dashboards/aws-costs.yaml": _provider(mounted),
        **{f"dashboards/{name}": text for name, text in files(subject).items()},
    }


def _sources(subject: Subject) -> str:
    """Grafana's own credentials assume the environment's role."""
    names, settings = subject.names, subject.plan.environment.consumers.grafana
    role = {"authType": "default", "assumeRoleArn": names.role_arn(names.grafana_role)}
    if settings.external_id:
        role["externalId"] = settings.external_id
    athena = {
        "name": "AWS costs",
        "type": "grafana-athena-datasource",
        "uid": SOURCE_UID,
        "jsonData": role
        | {
            "defaultRegion": names.region,
            "catalog": "AwsDataCatalog",
            "database": names.database,
            "workgroup": names.grafana_workgroup,
        },
    }
    cloudwatch = {
        "name": "AWS costs: CloudWatch",
        "type": "cloudwatch",
        "uid": CLOUDWATCH_UID,
        "jsonData": role | {"defaultRegion": names.region},
    }
    return _text({"apiVersion": 1, "datasources": [athena, cloudwatch]})


def _provider(mounted: str) -> str:
    provider = {
        "name": "aws-costs",
        "folder": FOLDER,
        "folderUid": "aws-costs",
        "type": "file",
        "allowUiUpdates": False,
        "updateIntervalSeconds": 60,
        "options": {"path": mounted},
    }
    return _text({"apiVersion": 1, "providers": [provider]})


def _text(content: object) -> str:
    return json.dumps(content, indent=2) + "\n"
