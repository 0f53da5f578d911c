"""Enrolment in Cost Optimization Hub, which moto lacks."""

from emulator.aws.costoptimizationhub.models import (
    costoptimizationhub_backends as costoptimizationhub_backends,
)
