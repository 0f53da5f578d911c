"""A fresh emulated AWS for each test, and what any AWS client needs to find it."""

from collections.abc import Iterator

import boto3
import pytest

from costs.deployed.account import Account
from emulator.cloud.cloud import Cloud
from tests.costs.deployed.accounts import ACCOUNT, REGION


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    """An empty account, to which boto3 talks."""
    with Cloud.start(REGION, ACCOUNT) as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def account(cloud: Cloud) -> Account:
    """It, unread."""
    return Account(boto3.Session(), REGION)
