"""The API of the legacy Cost and Usage Report, which moto lacks."""

from emulator.aws.cur.models import cur_backends as cur_backends
