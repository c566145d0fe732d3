"""How the app's plain forms are drawn."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout


def helper(*fields: Any) -> FormHelper:
    """A helper that draws the fields only: the page has the form tag, the token and the buttons."""
    made = FormHelper()
    made.form_tag = False
    made.disable_csrf = True
    made.layout = Layout(*fields)
    return made
