"""Every shipped article, in the order of /learn/."""

from education.content import symptoms, when_to_see_a_doctor
from education.content.shape import ArticleContent

ARTICLES: tuple[ArticleContent, ...] = (
    symptoms.WHAT_IT_IS,
    symptoms.SYMPTOMS,
    when_to_see_a_doctor.ARTICLE,
)
