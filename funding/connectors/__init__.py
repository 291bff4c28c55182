"""Calls that come from elsewhere: fetched, read, compared, and left to an editor."""
