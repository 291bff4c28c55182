import pytest
from django.contrib.auth.models import Group

from hubsite.groups import ensure_groups
from tests.translation.conftest import on_commit, section, translated

__all__ = ["on_commit", "section", "translated"]


@pytest.fixture
def team(home_fr, home_nl):
    """The hub's groups, on both trees."""
    return ensure_groups([home_fr, home_nl])


@pytest.fixture
def member(team, client, django_user_model):
    """Return a function that logs a new member of a group in."""

    def log_in(group, name="member"):
        user, created = django_user_model.objects.get_or_create(username=name)
        if created:
            user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        client.user = user
        return client

    return log_in
