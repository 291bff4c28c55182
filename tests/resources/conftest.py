from tests.translation.conftest import on_commit, section, translated

__all__ = ["on_commit", "section", "translated"]
