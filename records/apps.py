from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = _("Taking the record out")

    def ready(self) -> None:
        from accounts.access_log import describe, name_actors
        from records.share_log import WORDS, names_of_links

        name_actors(names_of_links)
        for url_name, words in WORDS.items():
            describe(url_name, words)
        for url_name in ("records:links", "records:link-new", "records:link-end"):
            describe(url_name, _("the links for a while"))
