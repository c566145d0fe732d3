from django.apps import AppConfig


class CalcitrackConfig(AppConfig):
    """The project itself: commands over the whole and checks. It has no models and no views."""

    name = "calcitrack"

    def ready(self) -> None:
        from calcitrack import checks  # noqa: F401  (registers the system checks)
