from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LesionsConfig(AppConfig):
    name = "lesions"
    verbose_name = _("Lesions")
