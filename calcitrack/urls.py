"""The site's map: every app writes its full paths itself."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.urls import include, path

# Whoever could confirm an address or take away a second factor here could enter as somebody else.
# It stands here because every admin.py has been read by now; a lost second factor has a command of its own.
for model in (EmailAddress, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("lesions.urls")),
    path("", include("labs.urls")),
    path("", include("care.urls")),
    path("", include("education.urls")),
    path("", include("timeline.urls")),
    path("", include("records.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
