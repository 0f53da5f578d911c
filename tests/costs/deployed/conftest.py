"""An account to read."""

from collections.abc import Iterator
from functools import cache

import boto3
import pytest

from costs.deployed import adoption
from costs.deployed.account import Account
from costs.deployed.existing import Synthesized
from emulator.cloud.cloud import Cloud
from modules.environment import Environment
from tests.costs.deployed.accounts import REGION


@pytest.fixture
def account(cloud: Cloud) -> Account:
    """The emulated one, unread."""
    return Account(boto3.Session(), REGION)


@pytest.fixture(scope="package", autouse=True)
def synthesized_once() -> Iterator[None]:
    """Many accounts end as the same environment, and each stack takes seconds."""
    synthesize = adoption._resources

    @cache
    def once(name: str, settings: str) -> list[Synthesized]:
        return list(synthesize(name, Environment.model_validate_json(settings)))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(adoption, "_resources", lambda name, made: once(name, made.model_dump_json()))
        yield
