"""The URLs of the project."""

from django.urls import include, path

urlpatterns = [path("logingovpl/", include("logingovpl.urls"))]
