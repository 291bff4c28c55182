"""The demo hub: readable content files, and the code that turns them into pages."""
