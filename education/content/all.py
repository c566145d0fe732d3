"""Every shipped article, in the order of /learn/."""

from education.content import (
    causes,
    conditions,
    diagnosis,
    medicines,
    photos,
    places,
    procedures,
    summary,
    symptoms,
    when_to_see_a_doctor,
)
from education.content.shape import ArticleContent

ARTICLES: tuple[ArticleContent, ...] = (
    when_to_see_a_doctor.ARTICLE,
    summary.ARTICLE,
    symptoms.WHAT_IT_IS,
    symptoms.SYMPTOMS,
    places.ARTICLE,
    causes.ARTICLE,
    conditions.ARTICLE,
    diagnosis.ARTICLE,
    photos.ARTICLE,
    medicines.ARTICLE,
    procedures.PROCEDURES,
    procedures.EVERYDAY,
)
