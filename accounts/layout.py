"""How the plain forms of every app are drawn."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout


def helper(*fields: Any, include_media: bool = True) -> FormHelper:
    """A helper that draws the fields only: the page has the form element, the token and the buttons.

    Args:
        fields: names or layout objects in reading order; none draws every field in the form's own order.
        include_media: False where the page links the style sheets of the widgets itself.
    """
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    made.include_media = include_media
    if fields:
        made.layout = Layout(*fields)
    return made
