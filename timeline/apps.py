from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimelineConfig(AppConfig):
    name = "timeline"
    verbose_name = _("Timeline")

    def ready(self) -> None:
        from accounts.access_log import describe

        describe("timeline:calendar-feed", _("the calendar of reminders"))
