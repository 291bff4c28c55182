"""Why a source, a file or a row could not be read, in words for an editor."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "not_json": _("The source does not answer in JSON."),
    "no_results": _("The answer holds no list of aids."),
    "not_an_object": _("This is not an aid."),
    "not_a_feed": _("The source is not an RSS or Atom feed."),
    "too_deep": _("The text is nested too deep."),
    "not_a_workbook": _("The file is not an XLSX workbook."),
    "too_large": _("The file is too large."),
    "too_many_rows": _("Only the first 5,000 rows are read."),
    "not_a_row": _("The line cannot be read."),
    "no_such_column": _("The file has no column of this name:"),
    "no_title_column": _("No column holds the titles: name it under “columns”."),
    "no_id": _("The row has nothing to know it by."),
    "no_title": _("The title is missing."),
    "twice": _("The source gives this number twice."),
    "not_a_day": _("This is not a day:"),
    "not_a_number": _("This is not a number that can be used:"),
    "not_yes_or_no": _("This is neither yes nor no:"),
    "deadline_before_opening": _("The deadline must come after the opening."),
    "floor_above_ceiling": _("The minimum amount is above the maximum amount."),
    "rolling_with_deadline": _("A call that is open all year round has no deadline."),
    "nothing_read": _("The source gave no call at all: nothing was changed."),
    "refused": _("The address is not one of the open internet."),
    "foreign_next": _("The next page is on another site."),
    "too_many_pages": _("The source has too many pages."),
    "too_slow": _("The source takes too long."),
    "too_many_redirections": _("The address leads from one to the next without end."),
    "no_list": _("There is no funding watch page to put calls under."),
    "no_address": _("Give the address to ask."),
}


def told(reason):
    """Return the sentence for a reason, `code` or `code:value`."""
    code, _mark, value = reason.partition(":")
    status = code.removeprefix("status_")
    if status != code:
        return _("The source answers with the error %(status)s.") % {"status": status}
    if code in REASONS:
        return f"{REASONS[code]} {value}".strip()
    return _("The source cannot be reached (%(reason)s).") % {"reason": reason}
