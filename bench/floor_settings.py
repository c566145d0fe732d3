"""Settings of the floor. Its database is set up as the real one: the ratio is about pages, not disks."""

import os

SECRET_KEY = "floor-" * 10
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "bench.floor"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["BENCH_FLOOR_DATABASE"],
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
        },
    }
}
PAGE = """<!doctype html><html lang="en"><head><title>Floor</title></head><body><h1>{{ user.username }}</h1>
<table>{% for group in groups %}<tr><td>{{ group.pk }}</td><td>{{ group.name }}</td></tr>
{% endfor %}</table></body></html>"""
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [("django.template.loaders.locmem.Loader", {"floor.html": PAGE})],
                )
            ]
        },
    }
]
USE_TZ = True
