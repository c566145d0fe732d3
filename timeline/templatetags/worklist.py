"""The rows of the worklist, drawn in Python: as a template they took longer than all the queries."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.addresses import address
from accounts.templatetags.ui import icon
from timeline.worklist import Group, Row

register = template.Library()
DOT = format_html('<span class="{}"></span>', "dot")


@register.simple_tag
def worklist_rows(group: Group, carried: str) -> SafeString:
    """The people of one group as list items; every word is escaped.

    Args:
        carried: the query that a link into a record carries along, for "next" and "back".
    """
    return format_html_join("\n", "{}", ((_row(row, carried),) for row in group.rows))


def _row(row: Row, carried: str) -> SafeString:
    pk, name = row.patient.pk, row.patient.name
    return format_html(
        '<li id="row-{0}" data-row="{0}" data-name="{1}"><div class="who">'
        '<a href="{2}" data-row-link>{1}</a><small>{3}</small></div><ul class="why">{4}</ul>'
        '<div class="new">{5}{6}</div>{7}</li>',
        pk,
        name,
        address("timeline:review", pk) + carried,
        row.about,
        format_html_join("", "<li{}>{}<span>{}</span></li>", map(_reason, row.reasons)),
        _news(row),
        _since(row),
        _reviewed(row),
    )


CARE, PLAIN = format_html(' class="{}"', "care"), format_html("{}", "")


def _reason(reason: Any) -> tuple[SafeString, SafeString, str]:
    return CARE if reason.care else PLAIN, icon(reason.icon), reason.text


def _news(row: Row) -> SafeString:
    if not row.is_new:
        return format_html("<p>{}</p>", _("Nothing new"))
    words = ", ".join(row.news) if row.news else _("marked as unread")
    return format_html('<p>{}<b><span class="sr">{} </span>{}</b></p>', DOT, _("Unread:"), words)


def _since(row: Row) -> SafeString:
    if row.reviewed_at:
        text = _("since your review of %(day)s") % {"day": _day(row.reviewed_at)}
    else:
        text = _("not reviewed yet")
    lines = [text]
    if row.looked_at and row.looked_at != row.reviewed_at:
        lines.append(_("you last looked on %(day)s") % {"day": _day(row.looked_at)})
    if row.is_behind:
        lines.append(_("something came in since; being sorted in"))
    return format_html_join("", "<small>{}</small>", ((line,) for line in lines))


def _reviewed(row: Row) -> SafeString:
    """The list marks no more than it shows: up to when the row was worked out."""
    if row.made_at is None:
        return PLAIN
    return format_html(
        '<button class="btn btn-plain" type="submit" form="mark" formaction="{}" name="seen_at" value="{}"'
        ' data-row-reviewed>{}{}<span class="sr">: {}</span></button>',
        address("timeline:reviewed", row.patient.pk),
        row.made_at.isoformat(),
        icon("check"),
        _("Reviewed"),
        row.patient.name,
    )


def _day(moment: Any) -> str:
    return format_date(localtime(moment), "j F")
