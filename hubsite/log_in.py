"""The form by which the team enters the admin."""

from django.contrib.auth.forms import AuthenticationForm
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm


class LoginForm(WagtailLoginForm):
    """Wagtail's own, which leaves the label of its password field in English."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        label = AuthenticationForm.base_fields["password"].label
        self.fields["password"].label = label
