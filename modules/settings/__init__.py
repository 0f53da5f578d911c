"""The sections of the settings, one file each, and how bad ones are told.

The exports' sections stand beside their datasets (`modules/datasets/`); `modules/environment.py` puts
all together.
"""
