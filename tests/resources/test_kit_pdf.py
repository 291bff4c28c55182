"""The kit as PDF: complete, in the reader's language, and never more than is public."""

import pytest
from django.utils import translation
from wagtail.models import PageViewRestriction

from resources.kit import kit_pdf, step_pdf, steps_of

pytestmark = pytest.mark.demo


def test_steps_stand_in_order(demo):
    titles = [step.title for step in steps_of(demo("kit"))]
    assert titles[:2] == ["Poser le cadre", "Connaître les besoins"]
    assert len(titles) == 9


def test_step_that_is_not_translated_stands_in_its_place(demo):
    demo("K2", "nl").unpublish()
    steps = steps_of(demo("kit", "nl"))
    assert [s.locale.language_code for s in steps][:3] == ["nl", "fr", "nl"]


@pytest.mark.parametrize("language", ["fr", "nl"])
def test_kit_pdf_is_tagged_and_says_its_language(demo, language, client):
    kit = demo("kit", language)
    response = client.get(f"{kit.url}document.pdf")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert f"-{language}.pdf" in response["Content-Disposition"]
    assert response.content.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in response.content
    assert f"/Lang({language})".encode() in response.content.replace(b" ", b"")


def test_step_pdf_is_made_once_until_the_step_changes(demo):
    step = demo("K1")
    with translation.override("fr"):
        first = step_pdf(step)
        assert step_pdf(step) is first or step_pdf(step) == first
        step.objective = "Un autre but"
        assert step_pdf(step) != first


def test_kit_pdf_leaves_out_what_is_not_public(demo, client):
    step = demo("K3")
    with translation.override("fr"):
        whole = kit_pdf(demo("kit"))
        PageViewRestriction.objects.create(page=step, restriction_type="login")
        assert step not in steps_of(demo("kit"))
        assert kit_pdf(demo("kit")) != whole
    response = client.get(f"{step.url}document.pdf")
    assert response.status_code == 302
    demo("K1").unpublish()
    assert client.get("/fr/kit/poser-le-cadre/document.pdf").status_code == 404
