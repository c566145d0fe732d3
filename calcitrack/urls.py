"""The site's map: every app writes its full paths itself."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("lesions.urls")),
    path("", include("labs.urls")),
    path("", include("care.urls")),
    path("", include("education.urls")),
    path("", include("timeline.urls")),
    path("account/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
