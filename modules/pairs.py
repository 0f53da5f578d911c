"""Hubs and sources of one file, compared: what a source delivers, its hub must await.

Each is an environment of its own, in another account, with a state of its own, so nothing but their
settings can tell that they don't fit. A hub that is described elsewhere can't be compared.
"""

from collections.abc import Iterator, Mapping

from modules.environment import Environment
from modules.plan import Delivery, Plan
from modules.settings.problems import ROOT, tell


def mismatches(environments: Mapping[str, Environment]) -> list[str]:
    """The problems, as they stand in a SettingsError."""
    plans = {name: Plan.of(environment) for name, environment in environments.items()}
    found: list[str] = []
    for name, source in plans.items():
        hubs = {
            other: plan
            for other, plan in plans.items()
            if plan.names.account_id == source.environment.hub and not plan.environment.hub
        }
        if hubs:
            found += _between(name, source, hubs)
    return found


def _between(name: str, source: Plan, hubs: Mapping[str, Plan]) -> Iterator[str]:
    listed = " or ".join(hubs)
    regions = sorted({hub.names.region for hub in hubs.values()})
    if source.names.region not in regions:
        allowed = f"the region of {listed}, whose bucket it is: {', '.join(regions)}"
        yield tell(f"{ROOT}.{name}.region", source.names.region, allowed, "correct it")
    awaited = {delivery for hub in hubs.values() for delivery in hub.deliveries}
    for delivery in source.deliveries:
        if delivery not in awaited:
            section = f"exports.{delivery.dataset.name}"
            yield tell(
                f"{ROOT}.{name}.{section}",
                delivery.uri(delivery.folder),
                _places(listed, delivery, awaited),
                f"name {delivery.payer} in payers of {listed}, and give both the same name_prefix and "
                f"{section} the same prefix and export_name, or turn it off",
            )


def _places(hubs: str, delivery: Delivery, awaited: set[Delivery]) -> str:
    here = (other for other in awaited if other.dataset is delivery.dataset)
    places = sorted(o.uri(o.folder) for o in here if o.payer == delivery.payer)
    return f"what {hubs} awaits of {delivery.payer}: {', '.join(places) or 'nothing'}"
