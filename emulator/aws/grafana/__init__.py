"""Workspaces of Amazon Managed Grafana, which moto lacks."""

from emulator.aws.grafana.models import grafana_backends as grafana_backends
