"""Cloud Control, which moto lacks: the API behind `aws_cloudcontrolapi_resource`."""

from emulator.aws.cloudcontrolapi.models import cloudcontrolapi_backends as cloudcontrolapi_backends
