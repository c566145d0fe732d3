from collections.abc import Sequence
from uuid import UUID

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LesionsConfig(AppConfig):
    name = "lesions"
    verbose_name = _("Lesions")

    def ready(self) -> None:
        """Let "who looked" call a deposit by its name."""
        from accounts.access_log import describe  # models are only there once the apps are

        describe("timeline:lesion", _("the page of a deposit"), self._names)
        describe("timeline:compare", _("the comparison of photos of a deposit"))

    def _names(self, ids: Sequence[UUID]) -> dict[UUID, str]:
        rows = self.get_model("Lesion")._default_manager.filter(pk__in=ids)
        return dict(rows.values_list("pk", "name"))
