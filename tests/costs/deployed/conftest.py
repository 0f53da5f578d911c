"""An account to read."""

import boto3
import pytest

from costs.deployed.account import Account
from emulator.cloud.cloud import Cloud
from tests.costs.deployed.accounts import REGION


@pytest.fixture
def account(cloud: Cloud) -> Account:
    """The emulated one, unread."""
    return Account(boto3.Session(), REGION)
