"""The file cache: what is kept comes back, and its folder stays bounded."""

from pathlib import Path

from hubsite.file_cache import SeldomCountedFileCache


def file_cache(folder, most):
    options = {"OPTIONS": {"MAX_ENTRIES": most}}
    return SeldomCountedFileCache(str(folder), options)


def test_folder_stays_near_its_most(tmp_path):
    cache = file_cache(tmp_path, most=50)
    for number in range(1500):
        cache.set(str(number), number)
    # It is counted once in a hundred writes: 1,500 without it never happens to end here.
    assert len(list(Path(tmp_path).glob("*.djcache"))) < 1500
    assert cache.get("1499") in (1499, None)


def test_what_is_kept_comes_back(tmp_path):
    cache = file_cache(tmp_path, most=50)
    cache.set("page", {"body": b"\x00"}, 60)
    assert cache.get("page") == {"body": b"\x00"}
    cache.set("page", "gone", -1)
    assert cache.get("page") is None


def test_most_writes_list_nothing(tmp_path, monkeypatch):
    cache = file_cache(tmp_path, most=50)
    listed = []
    monkeypatch.setattr(cache, "_list_cache_files", lambda: listed.append(1) or [])
    for number in range(1000):
        cache.set(str(number), number)
    assert len(listed) < 50
