"""Pages with dates hand them out: beside each of them stands its calendar."""

from wagtail.contrib.routable_page.models import RoutablePageMixin, re_path


class DatedPageMixin(RoutablePageMixin):
    """Give a page `calendar.ics`, made of its `calendar_entries()`."""

    @re_path(r"^calendar\.ics/?$", name="ics")
    def as_calendar(self, request):
        # Loaded by the process that first writes a calendar: 5 MB.
        from .calendars import calendar_response

        return calendar_response(
            self.calendar_entries(),
            filename=f"{self.slug}.ics",
            name=self.title,
            url=self.get_full_url(request),
            language=self.locale.language_code,
        )
