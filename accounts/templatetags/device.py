"""What the scripts that look after a device need to know of the person."""

from django import template

from accounts import phone
from accounts.models import User

register = template.Library()


@register.simple_tag
def owner_reference(user: User) -> str:
    return phone.owner_reference(user)
