"""ListTagsForResource, which moto 5.2.5 refuses for a resource that has no tags."""

from moto.core.responses import ActionResult

from athena.endpoint.actions.base import Actions
from athena.endpoint.errors import NotFound


class TagActions(Actions):
    """TagResource and UntagResource are moto's."""

    def list_tags_for_resource(self) -> ActionResult:
        arn = self.request["ResourceARN"]
        backend = self.athena_backend
        taggable = (backend.work_groups, backend.data_catalogs, backend.capacity_reservations)
        if arn not in {one.arn for kind in taggable for one in kind.values()}:
            raise NotFound(f"Resource {arn} was not found", arn)
        page, token = self.page(backend.tagger.list_tags_for_resource(arn)["Tags"], default=75)
        return ActionResult({"Tags": page, "NextToken": token})
