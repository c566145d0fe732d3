"""Roles for operators. Clinical records are not in the admin."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from accounts.models import User
from accounts.services import touch_all_of

# Operators sign in by the same page as everybody else: with its limits and with their second factor.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["email", "name", "role", "is_staff", "is_active"]
    list_filter = ["role", "is_staff", "is_active"]
    search_fields = ["email", "name"]
    fields = ["email", "name", "role", "groups", "is_staff", "is_active"]
    # Whoever could change an address could have a new password sent to it.
    readonly_fields = ["email"]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm[User], change: bool) -> None:
        super().save_model(request, obj, form, change)
        if "name" in form.changed_data:
            touch_all_of(obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """People sign up themselves, with their consent."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """A person closes the account herself; deleting one could leave a record to nobody."""
        return False
