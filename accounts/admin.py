"""Roles for operators. Clinical records are not in the admin."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin

from accounts.models import User

# Operators sign in by the same page as everybody else: with its limits and with their second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["email", "name", "role", "is_staff", "is_active"]
    list_filter = ["role", "is_staff", "is_active"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "role", "groups", "is_staff", "is_active"]
