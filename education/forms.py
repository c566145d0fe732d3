"""The editors' forms: topics as lines of text instead of JSON."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from education.models import Section


class TopicsField(forms.CharField):
    """A list of topics, one per line; spaces and empty lines don't matter."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class SectionForm(forms.ModelForm):  # type: ignore[type-arg]
    topics = TopicsField(
        label=_("Topics"),
        required=False,
        help_text=_(
            "When this is shown beside a deposit. One per line: site:fingertip, event:opened, "
            "type:metastatic, condition:raynaud, lab:phosphate_high, treatment:diltiazem, "
            "morphology:stone, age:child, red_flag:R1, "
            "or general for every deposit."
        ),
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
    )

    class Meta:
        model = Section
        fields = [
            "title", "key", "order", "summary_short", "body", "known", "unknown", "figure", "topics",
            "sources", "is_red_flag", "urgency",
        ]  # fmt: skip
