"""What the editor's form refuses to publish, rows of the page included."""

from django.utils.translation import gettext as _

from hubsite.file_checks import hints
from hubsite.licences import licence_for, merge
from hubsite.page_form import HubPageForm
from hubsite.pages import plain_text

from .kinds import TIMED_EXTENSIONS


class ResourcePageForm(HubPageForm):
    """Keep a draft whatever it lacks; publish only what is complete and lawful."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Where the file is chosen, the editor reads what it lacks.
        for form in self.formsets["files"].initial_forms if self.formsets else ():
            form.fields["document"].help_text = " ".join(hints(form.instance.document))

    def _post_clean(self):
        self.instance.is_kept_as_draft = self.is_deferred_validation
        super()._post_clean()
        self.instance.is_kept_as_draft = False

    def clean(self):
        data = super().clean()
        if not self.is_deferred_validation:
            self.check_transcript()
            self.check_origins()
        return data

    def rows(self, name):
        """Yield the values of the valid rows of a formset that are to be kept."""
        formset = self.formsets.get(name)
        for form in formset.forms if formset else ():
            values = form.cleaned_data if form.is_valid() else {}
            if values and not values.get("DELETE"):
                yield values

    def check_transcript(self):
        """A recording among the files asks for its text, whatever the page's kind."""
        if "transcript" not in self.cleaned_data or self.instance.is_timed:
            return
        documents = [row["document"] for row in self.rows("files") if row["document"]]
        timed = [d for d in documents if d.file_extension.lower() in TIMED_EXTENSIONS]
        if timed and not plain_text(self.cleaned_data["transcript"]):
            self.add_error(
                "transcript",
                _("Write the transcript of “%(title)s” before publishing.")
                % {"title": timed[0].title},
            )

    def check_origins(self):
        """The licence must be one that the works adapted from accept together."""
        origins = [
            row["work"].licence if row.get("work") else row.get("licence")
            for row in self.rows("origins")
        ]
        chosen = self.cleaned_data.get("licence")
        if not origins or not chosen:
            return
        verdict = merge(origins)
        for reason in verdict.reasons:
            self.add_error("licence", reason)
        if verdict.allowed and licence_for(chosen) not in verdict.licences:
            names = ", ".join(licence.short for licence in verdict.licences)
            self.add_error(
                "licence",
                _("What it was adapted from only allows: %(licences)s.")
                % {"licences": names},
            )
