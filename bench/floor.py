"""The floor: a tiny Django site with sessions and sign-in, and one page of 25 rows. Three SQL queries.

Everything that any signed-in page must do, and nothing else. Ratios to it can be compared between machines.
"""

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import render
from django.urls import path

from bench.session import signed_in

ROWS = 25


def floor(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    return render(request, "floor.html", {"user": request.user, "groups": Group.objects.all()[:ROWS]})


urlpatterns = [path("", floor)]


def fill() -> str:
    """Make the database and give the key of a signed-in session."""
    call_command("migrate", verbosity=0)
    Group.objects.bulk_create([Group(name=f"Row {number}") for number in range(ROWS)])
    return signed_in(User.objects.create_user("somebody"), "django.contrib.auth.backends.ModelBackend")
