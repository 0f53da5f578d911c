"""What AWS does and moto lacks: one file per behaviour, put in place by `cloud/behaviours.py`."""
