"""Cost Explorer without costs: monitors of anomalies and cost allocation tags, which moto lacks."""

from emulator.aws.ce.models import ce_backends as ce_backends
