"""Addresses of the open pages: /learn/ and below."""

from django.urls import path

from education import views

app_name = "education"
urlpatterns = [
    path("learn/", views.learn, name="learn"),
    path("learn/<slug:slug>/", views.article, name="article"),
]
