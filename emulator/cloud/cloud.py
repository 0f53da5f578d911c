"""AWS on this machine: moto in this process, with what it lacks, behind one endpoint.

Any AWS client that takes an endpoint works against it: boto3 here, Terraform and SDKs elsewhere
through `environment()`. While a cloud runs, the caller's own AWS_ variables are hidden from this
process and its children, so nothing started here can reach a real account. One cloud at a time:
moto's state is global.
"""

import logging
import os
import warnings
from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cache
from types import TracebackType
from typing import Any

import boto3
from botocore.config import Config
from moto.core.base_backend import BackendDict
from moto.core.config import default_user_config
from moto.core.model_instances import reset_model_data

from athena.endpoint.server import HOST, Server, listen, moto_app
from athena.rights import Who
from emulator.access.door import Door
from emulator.aws import stepfunctions_executions
from emulator.aws.pace import PACE
from emulator.aws.policy import Document
from emulator.cloud import behaviours
from emulator.cloud.cbor import speaking_cbor
from emulator.cloud.round_trip import far_from_go
from emulator.glue import crawl

SECRET_KEY = "emulated"


class Caller(StrEnum):
    """Who calls; the value begins the access key. All but the owner are restricted by policies."""

    OWNER = "emulated"
    DEPLOYER = "deployer"
    PLANNER = "planner"
    READER = "reader"


class Cloud:
    """A running emulated AWS, empty at the start and after `reset`.

    `endpoint` is its URL. Region and account are those of the configuration that will be applied. Every
    region exists, and every account: whoever names none is in this cloud's own.
    """

    endpoint: str
    region: str
    account_id: str
    _running: "Cloud | None" = None

    def __init__(self, region: str, account_id: str, server: Server, door: Door) -> None:
        self.region = region
        self.account_id = account_id
        self.endpoint = f"http://{HOST}:{server.port}"
        self._server = server
        self._door = door
        self._caller = dict(os.environ)
        self._clients: dict[tuple[str, str, str], Any] = {}

    @classmethod
    def start(cls, region: str, account_id: str, port: int | None = None) -> "Cloud":
        """Start on `port`, or on a free one. Raises PortTaken, and RuntimeError if one runs already."""
        if cls._running is not None:
            raise RuntimeError(f"an emulated AWS already runs at {cls._running.endpoint}; close it")
        door = Door(moto_app(), account_id)
        server = Server(listen(port), far_from_go(speaking_cbor(door)))
        cloud = cls(region, account_id, server, door)
        _set_environment(
            {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
            | {
                "MOTO_PORT": str(server.port),
                "MOTO_ACCOUNT_ID": account_id,
                "MOTO_IAM_LOAD_MANAGED_POLICIES": "true",
                "NO_PROXY": f"{os.environ.get('NO_PROXY', '')},{HOST},localhost".lstrip(","),
            }
        )
        # moto reports ordinary events of a state machine, such as a retry, as errors.
        logging.getLogger("moto").setLevel(logging.CRITICAL)
        # It also warns of CloudFormation's resources that are nothing but a name.
        warnings.filterwarnings("ignore", "Tried to parse AWS::CloudFormation", UserWarning)
        behaviours.install()
        default_user_config["stepfunctions"]["execute_state_machine"] = True
        cloud.reset()
        server.start()
        cls._running = cloud
        return cloud

    def restrict(
        self, caller: Caller, policies: Sequence[Document], account_id: str | None = None
    ) -> None:
        """From now on `caller` may what these identity policies allow."""
        arn = f"arn:aws:iam::{account_id or self.account_id}:user/{caller}"
        self._door.restrict(self._key(caller, account_id), arn, policies)

    @property
    def who(self) -> Who:
        """Whose rights a statement of Athena has."""
        return self._door.who

    def client(
        self,
        service: str,
        region: str | None = None,
        caller: Caller = Caller.OWNER,
        account_id: str | None = None,
    ) -> Any:
        """A boto3 client, in `region` and `account_id` or in this cloud's."""
        place = (service, region or self.region, self._key(caller, account_id))
        if place not in self._clients:
            self._clients[place] = _session(place[2]).client(
                service,
                region_name=place[1],
                endpoint_url=self.endpoint,
                config=Config(proxies={}, retries={"max_attempts": 1}),
            )
        return self._clients[place]

    def environment(
        self, caller: Caller = Caller.OWNER, account_id: str | None = None
    ) -> dict[str, str]:
        """What any AWS SDK, and Terraform, needs to find this cloud."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": self._key(caller, account_id),
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def _key(self, caller: Caller, account_id: str | None) -> str:
        at_home = account_id in (None, self.account_id)
        return caller.value if at_home else f"{caller.value}-{account_id}"

    def wait_until_idle(self, seconds: float = 60) -> None:
        """Wait until no execution and no crawl is under way. Raises TimeoutError."""
        stepfunctions_executions.wait_until_idle(seconds)
        crawl.wait_until_idle(seconds)

    def reset(self) -> None:
        """Let running crawls and executions end, and forget every resource."""
        stepfunctions_executions.stop_all()
        PACE.reset()  # a crawl that takes its time ends with it
        crawl.wait_until_idle()
        BackendDict.reset()
        reset_model_data()

    def close(self) -> None:
        """Stop, forget everything, and give the caller's environment back."""
        if Cloud._running is not self:
            return
        self.reset()
        for client in self._clients.values():
            client.close()
        self._server.stop()
        _set_environment(self._caller)
        Cloud._running = None

    def __enter__(self) -> "Cloud":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


@cache
def _session(access_key: str) -> boto3.Session:
    # One for all clouds: it keeps the service models, which take a while to read.
    return boto3.Session(aws_access_key_id=access_key, aws_secret_access_key=SECRET_KEY)


def _set_environment(variables: Mapping[str, str]) -> None:
    for name in set(os.environ) - set(variables):
        del os.environ[name]
    os.environ.update(variables)
