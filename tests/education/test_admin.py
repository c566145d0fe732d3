"""The editors' work in the admin, from a new article to the page that everybody reads."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from education.models import Article, Revision, Section, Source
from tests.conftest import Cast, SignIn

pytestmark = pytest.mark.django_db
ADD = "/admin/education/article/add/"


def form(sections: list[dict[str, Any]], total_before: int = 0, **article: Any) -> dict[str, Any]:
    """What the browser sends for an article with these sections."""
    data: dict[str, Any] = {
        "title": "Cold days",
        "slug": "cold-days",
        "lede": "About winter.",
        "group": "Treatment",
    }
    data |= {"order": 50} | article
    data |= {"sections-TOTAL_FORMS": len(sections), "sections-INITIAL_FORMS": total_before}
    for number, section in enumerate(sections):
        data |= {f"sections-{number}-{name}": value for name, value in section.items()}
    return data


def section(**extra: Any) -> dict[str, Any]:
    fields = {
        "title": "Gloves", "key": "gloves", "order": 1, "summary_short": "Wear gloves. They help.",
        "body": "Wear gloves [S13].", "topics": "site:fingertip\ncondition:raynaud", "urgency": "",
        "figure": "", "known": "", "unknown": "", "sources": [Source.objects.get(key="S13").pk],
    }  # fmt: skip
    return fields | extra


@pytest.fixture
def editor(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.editor)


def write(editor: Client, **extra: Any) -> Article:
    response = editor.post(ADD, form([section(**extra)]))
    assert response.status_code == 302, response.context["errors"] if response.context else response
    return Article.objects.get(slug="cold-days")


def test_an_article_from_draft_to_page(editor: Client) -> None:
    article = write(editor)
    assert Client().get("/learn/cold-days/").status_code == 404

    preview = editor.get(f"/admin/education/article/{article.pk}/preview/")
    assert "Wear gloves" in preview.content.decode()
    assert "Because it sits on a fingertip" in preview.content.decode()

    editor.post(f"/admin/education/article/{article.pk}/publish/", {"note": "First version"})
    page = Client().get("/learn/cold-days/")
    assert "Wear gloves" in page.content.decode()
    assert "Not yet reviewed by a clinician" in page.content.decode()


def test_an_edit_shows_only_after_publishing(editor: Client) -> None:
    article = write(editor)
    editor.post(f"/admin/education/article/{article.pk}/publish/")
    kept = article.sections.get()
    changed = section(id=kept.pk, article=article.pk, body="Wear mittens [S13].")
    response = editor.post(f"/admin/education/article/{article.pk}/change/", form([changed], 1))
    assert response.status_code == 302
    assert "mittens" not in Client().get("/learn/cold-days/").content.decode()
    editor.post(f"/admin/education/article/{article.pk}/publish/")
    assert "mittens" in Client().get("/learn/cold-days/").content.decode()


def test_an_old_version_can_be_brought_back(editor: Client) -> None:
    article = write(editor)
    editor.post(f"/admin/education/article/{article.pk}/publish/")
    first = article.revisions.get()
    Section.objects.filter(article=article).update(body="Something wrong.", title="Wrong")
    editor.post(f"/admin/education/article/{article.pk}/publish/")
    editor.post(f"/admin/education/revision/{first.pk}/restore/")
    page = Client().get("/learn/cold-days/").content.decode()
    assert "Wear gloves" in page
    assert "Something wrong" not in page
    assert article.revisions.count() == 3
    assert article.sections.get().title == "Gloves"


def test_topics_are_written_one_per_line(editor: Client) -> None:
    article = write(editor, topics=" site:fingertip \n\n event:opened\n")
    assert article.sections.get().topics == ["site:fingertip", "event:opened"]


def test_a_misspelt_topic_is_refused_and_nothing_typed_is_lost(editor: Client) -> None:
    response = editor.post(ADD, form([section(topics="evnt:opened")]))
    html = response.content.decode()
    assert "These topics are not known: evnt:opened." in html
    assert "Wear gloves [S13]." in html
    assert not Article.objects.filter(slug="cold-days").exists()


def test_a_red_flag_needs_an_urgency(editor: Client) -> None:
    response = editor.post(ADD, form([section(is_red_flag="on", urgency="")]))
    assert "A red flag needs an urgency" in response.content.decode()


def test_a_citation_without_its_source_is_not_published(editor: Client) -> None:
    article = write(editor, body="Sure [S7].")
    response = editor.post(f"/admin/education/article/{article.pk}/publish/", follow=True)
    assert "cites S7 without listing it" in response.content.decode()
    assert article.revisions.count() == 0


def test_the_approval_is_of_one_version_only(editor: Client) -> None:
    article = write(editor)
    editor.post(f"/admin/education/article/{article.pk}/publish/")
    first = article.revisions.get()
    approval = {"reviewed_by_name": "Dr A. Named, dermatologist", "reviewed_on": "2026-11-20"}
    editor.post(f"/admin/education/revision/{first.pk}/change/", approval)
    assert "Reviewed by Dr A. Named" in Client().get("/learn/cold-days/").content.decode()
    editor.post(f"/admin/education/article/{article.pk}/publish/")
    assert "Not yet reviewed by a clinician" in Client().get("/learn/cold-days/").content.decode()


def test_an_approval_needs_name_and_day(editor: Client) -> None:
    article = write(editor)
    editor.post(f"/admin/education/article/{article.pk}/publish/")
    first = article.revisions.get()
    response = editor.post(f"/admin/education/revision/{first.pk}/change/", {"reviewed_by_name": "Dr A."})
    assert "An approval needs both a name and a day." in response.content.decode()


def test_several_drafts_are_published_from_the_list(editor: Client) -> None:
    article = write(editor)
    editor.post("/admin/education/article/", {"action": "publish_selected", "_selected_action": [article.pk]})
    assert Client().get("/learn/cold-days/").status_code == 200


def test_an_article_can_be_withdrawn(editor: Client) -> None:
    article = Article.objects.get(slug="symptoms")
    action = {"action": "withdraw_selected", "_selected_action": [article.pk]}
    editor.post("/admin/education/article/", action)
    assert Client().get("/learn/symptoms/").status_code == 404
    assert article.revisions.exists()


def test_the_list_says_what_is_a_draft(editor: Client) -> None:
    write(editor)
    html = editor.get("/admin/education/article/").content.decode()
    assert "draft, never published" in html
    assert "version 1" in html


def test_an_editor_sees_articles_and_no_clinical_model(editor: Client) -> None:
    html = editor.get("/admin/").content.decode()
    assert "/admin/education/article/" in html
    for app in ("accounts", "lesions", "labs", "care", "timeline", "auth"):
        assert f"/admin/{app}/" not in html, app


def test_the_editors_group_has_education_permissions_only() -> None:
    group = Group.objects.get(name="Editors")
    assert set(group.permissions.values_list("content_type__app_label", flat=True)) == {"education"}


@pytest.mark.parametrize("who", ["owner", "dermatologist", "stranger"])
def test_nobody_else_sees_a_draft(cast: Cast, sign_in: SignIn, who: str) -> None:
    article = Article.objects.get(slug="symptoms")
    client = sign_in(getattr(cast, who))
    assert client.get(f"/admin/education/article/{article.pk}/preview/").status_code == 302
    assert client.post(f"/admin/education/article/{article.pk}/publish/").status_code == 302
    assert article.revisions.count() == 1


def test_staff_without_the_permission_can_not_publish(cast: Cast, sign_in: SignIn) -> None:
    cast.editor.groups.clear()
    client = sign_in(cast.editor)
    article = Article.objects.get(slug="symptoms")
    revision = article.revisions.get()
    assert client.get(f"/admin/education/article/{article.pk}/preview/").status_code == 403
    assert client.post(f"/admin/education/article/{article.pk}/publish/").status_code == 403
    assert client.post(f"/admin/education/revision/{revision.pk}/restore/").status_code == 403
    assert client.get(f"/admin/education/revision/{revision.pk}/preview/").status_code == 403


def test_publishing_needs_a_post(editor: Client) -> None:
    article = Article.objects.get(slug="symptoms")
    assert editor.get(f"/admin/education/article/{article.pk}/publish/").status_code == 405


def test_versions_are_never_added_or_deleted_by_hand(editor: Client) -> None:
    revision = Revision.objects.first()
    assert revision
    assert editor.get("/admin/education/revision/add/").status_code == 403
    assert editor.post(f"/admin/education/revision/{revision.pk}/delete/", {"post": "yes"}).status_code == 403


def test_every_admin_page_of_an_editor_opens(editor: Client) -> None:
    article, revision, source = Article.objects.first(), Revision.objects.first(), Source.objects.first()
    assert article
    assert revision
    assert source
    for path in (
        "article/", ADD.removeprefix("/admin/education/"), f"article/{article.pk}/change/", "revision/",
        f"revision/{revision.pk}/change/", f"revision/{revision.pk}/preview/", "source/",
        f"source/{source.pk}/change/", "source/add/",
    ):  # fmt: skip
        assert editor.get(f"/admin/education/{path}").status_code == 200, path
