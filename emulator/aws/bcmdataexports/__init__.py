"""The API of AWS Data Exports, which moto lacks."""

from emulator.aws.bcmdataexports.models import bcmdataexports_backends as bcmdataexports_backends
