"""The site's own user model, custom from the first migration so that it may grow."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """An editor or another member of the hub's team; visitors need no account."""
