"""The accounts of a local demo site: one for each group, and an administrator."""

import os
import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils.text import slugify


def make(path):
    """Give each demo account a new password; write them where only the owner reads."""
    accounts = [("admin", None)]
    accounts += [(slugify(group.name), group) for group in Group.objects.order_by("pk")]
    lines = []
    for name, group in accounts:
        password = secrets.token_urlsafe(12)
        user, _created = get_user_model().objects.get_or_create(
            username=name,
            # With the names that the account's own form asks for.
            defaults={
                "email": f"{name}@hub-passerelles.example",
                "first_name": "Démo",
                "last_name": group.name if group else "Administration",
            },
        )
        user.set_password(password)
        user.is_superuser = user.is_staff = group is None
        user.save()
        user.groups.set([group] if group else [])
        lines.append(f"{name:24} {password}\n")
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY, 0o600), "w") as file:
        file.writelines(lines)
    draft.replace(path)
