"""What the editor's form of a call refuses to publish, and fills in by itself."""

from hubsite.page_form import HubPageForm

from .refusals import round_refusals


class CallPageForm(HubPageForm):
    """Keep a draft whatever it lacks; publish only a call one can answer."""

    def _post_clean(self):
        self.instance.is_checked_by_form = True
        super()._post_clean()
        self.instance.is_checked_by_form = False

    def clean(self):
        data = super().clean()
        self.note_extensions()
        formset = self.formsets.get("rounds")
        # A row with a mistake of its own says so itself.
        if not self.is_deferred_validation and (not formset or formset.is_valid()):
            rounds = [form.instance for form in self.kept_rounds()]
            for reason in round_refusals(rounds, data.get("rolling")):
                self.add_error("rolling", reason)
        return data

    def kept_rounds(self):
        """Return the forms of the rounds that are valid and stay."""
        formset = self.formsets.get("rounds")
        return [
            form
            for form in (formset.forms if formset else ())
            if form.is_valid()
            and form.cleaned_data
            and not form.cleaned_data.get("DELETE")
        ]

    def note_extensions(self):
        """Say from when a published round was extended, where its deadline moved later."""
        if not self.instance.live or not self.instance.pk:
            return
        published = {
            one.key: one.deadline_on
            for one in type(self.instance).objects.get(pk=self.instance.pk).rounds.all()
        }
        for form in self.kept_rounds():
            before, after = published.get(form.instance.key), form.instance.deadline_on
            if before and after and after > before and not form.instance.extended_from:
                form.instance.extended_from = before
