"""What the team reads and types in the admin, in its own language."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from hubsite import demo_accounts

from .forms import filled
from .test_page_types import create, parents

__all__ = ["create", "parents"]


@pytest.mark.parametrize(
    ("language", "label"), [("fr", "Mot de passe"), ("nl", "Wachtwoord")]
)
def test_log_in_speaks_the_language_of_the_browser(language, label, client, db):
    html = client.get(
        reverse("wagtailadmin_login"), headers={"accept-language": language}
    ).content.decode()
    assert label in html
    assert "Password" not in html


def test_demo_accounts_have_the_names_that_their_own_form_asks_for(team, tmp_path):
    demo_accounts.make(tmp_path / "accounts.txt")
    people = get_user_model().objects.all()
    assert len(people) == 7
    assert all(person.first_name and person.last_name for person in people)


@pytest.mark.parametrize("language", ["fr", "nl", "en-gb"])
def test_days_are_read_and_written_day_first(language, create, admin_client):
    user = get_user_model().objects.get(username="admin")
    UserProfile.objects.create(user=user, preferred_language=language)
    page = create("event", starts_at="05/03/2027 18:30", ends_at="05/03/2027 20:00")
    assert page.starts_at == datetime(2027, 3, 5, 17, 30, tzinfo=UTC)
    form = admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert 'value="05/03/2027 18:30"' in form.content.decode()


def test_event_that_ends_before_it_starts_is_refused(parents, admin_client):
    args = ["events", "eventpage", parents("event")[0].pk]
    data = filled(
        "event", "Soir", starts_at="05/03/2027 18:30", ends_at="05/03/2027 17:00"
    )
    response = admin_client.post(
        reverse("wagtailadmin_pages:add", args=args), data | {"action-publish": "1"}
    )
    with translation.override("fr"):
        assert response.context["form"].errors["ends_at"]


def test_script_that_keeps_typed_days_follows_the_date_picker(admin_client):
    html = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert 0 < html.index("jquery.datetimepicker") < html.index("typed-dates")
