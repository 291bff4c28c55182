"""Keep Elasticsearch equal to the search entries, whatever is killed and whenever.

Entries carry `seq`, the number of their last change, and changes are committed in that
order. Each index holds a watermark: all changes up to that number are in it. So what is
missing is always known; writing it twice, late or from two processes does no harm, as a
document's version never goes back.

A rebuild fills new indices beside those in use, replays what was written meanwhile,
lets the aliases point to them at once, and replays again. Documents and watermark go to
one named index (through its own alias, so that a deleted one is never made again).
"""

import os
from datetime import UTC, datetime

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch_dsl import Index, Search

from search.engines.memory import read_state
from search.models import SearchEntry

from .documents import WATERMARK, documents_of, languages, made_with, mapping

CHUNK = 200
WINDOW = 10_000
SERVING = {"auto_expand_replicas": "0-1", "refresh_interval": "1s"}
# No copies and no refreshing while an index is filled.
FILLING = {
    "number_of_shards": 1,
    "number_of_replicas": 0,
    "refresh_interval": "-1",
    "max_result_window": WINDOW,
}
PAGE = 5000


class Replica:
    """The indices of one site; `prefix` tells its from another's on the same cluster.

    `timeout` is how many seconds each request may take.
    """

    def __init__(self, hosts, prefix, timeout):
        self.hosts, self.prefix, self.timeout = hosts, prefix, timeout
        self._client, self._process = None, None

    @property
    def client(self):
        """The client of this process: connections must not be shared by a fork."""
        if self._process != os.getpid():
            self._process = os.getpid()
            self._client = Elasticsearch(
                self.hosts,
                request_timeout=self.timeout,
                # What one node cannot answer, another can; a single one is given up.
                max_retries=len(self.hosts) - 1,
                retry_on_timeout=len(self.hosts) > 1,
            )
        return self._client

    def alias(self, language):
        return f"{self.prefix}-{language}"

    def indices(self):
        """Return language -> the index in use; raise NotFoundError if one is missing."""
        found = {}
        for language in languages():
            names = self.client.indices.get_alias(name=self.alias(language))
            (found[language],) = names
        return found

    def is_usable(self):
        """Return whether this code can read and write the indices in use."""
        try:
            indices = self.indices()
        except NotFoundError:
            return False
        found = self.client.indices.get_mapping(index=",".join(indices.values()))
        marks = {one["mappings"]["_meta"]["made_with"] for one in found.values()}
        return marks == {made_with()}

    # Writing what changed

    def push(self, *, refresh=False):
        """Write what the indices in use lack; returns how many documents."""
        return self._catch_up(self.indices(), refresh)

    def watermark(self, indices):
        """Return the number up to which all changes are in these indices."""
        found = self.client.mget(
            docs=[{"_index": name, "_id": WATERMARK} for name in indices.values()]
        )
        marks = [d["_source"][WATERMARK] for d in found["docs"] if d.get("found")]
        return min(marks) if len(marks) == len(indices) else 0

    def _catch_up(self, indices, refresh):
        since, upto = self.watermark(indices), read_state().seq
        if since >= upto:
            return 0
        changed = SearchEntry.objects.filter(seq__gt=since)
        return self._copy(changed, indices, upto, refresh)

    def _copy(self, entries, indices, upto, refresh):
        """Write the groups of these entries, then the watermark `upto`."""
        keys = list(
            entries.order_by().values_list("translation_key", flat=True).distinct()
        )
        written = 0
        for start in range(0, len(keys), CHUNK):
            documents = documents_of(keys[start : start + CHUNK])
            self._write(indices, documents)
            written += len(documents)
        marks = [
            (WATERMARK, language, upto, {WATERMARK: upto}) for language in languages()
        ]
        self._write(indices, marks, refresh=refresh)
        return written

    def _write(self, indices, documents, refresh=False):
        lines = []
        for key, language, version, content in documents:
            if language in indices:
                about = {"_index": f"{indices[language]}-writes", "_id": str(key)}
                about |= {"version": version, "version_type": "external_gte"}
                lines += [{"index": about}, content]
        if not lines:
            return
        answer = self.client.bulk(operations=lines, refresh=refresh, require_alias=True)
        for item in answer["items"] if answer["errors"] else ():
            # 409: a newer version is there already.
            if item["index"]["status"] not in (200, 201, 409):
                raise WriteError(str(item["index"].get("error"))[:300])

    # Making the indices again

    def rebuild(self):
        """Fill new indices and put them in use; returns how many documents they have."""
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        fresh = {code: f"{self.alias(code)}-{stamp}" for code in languages()}
        for name in fresh.values():
            self._create(name)
        upto = read_state().seq
        written = self._copy(SearchEntry.objects.all(), fresh, upto, False)
        for _again in range(2):
            self._catch_up(fresh, False)
        for name in fresh.values():
            index = Index(name, using=self.client)
            index.put_settings(settings=SERVING)
            index.refresh()
        self._swap(fresh)
        self._catch_up(fresh, True)
        self._tidy(stamp)
        return written

    def _create(self, name):
        index = Index(name, using=self.client)
        index.settings(**FILLING)
        index.mapping(mapping())
        index.aliases(**{f"{name}-writes": {}})
        index.create()

    def _swap(self, fresh):
        actions = []
        for language, name in fresh.items():
            for alias in (self.alias(language), self.prefix):
                old = {"index": f"{self.alias(language)}-*", "alias": alias}
                actions.append({"remove": {**old, "must_exist": False}})
                actions.append({"add": {"index": name, "alias": alias}})
        self.client.indices.update_aliases(actions=actions)

    def _tidy(self, stamp):
        """Delete old indices, but keep the last for who still writes to it."""
        for language in languages():
            names = self.client.indices.get(index=f"{self.alias(language)}-*")
            older = sorted(n for n in names if n.rpartition("-")[2] < stamp)
            for name in older[:-1]:
                self.client.indices.delete(index=name, ignore_unavailable=True)

    # Comparing

    def versions(self):
        """Return page id -> version of everything that can be found."""
        found, after = {}, None
        while True:
            search = Search(using=self.client, index=self.prefix)
            search = search.filter("term", present=True).source(False).sort("page_id")
            search = search.extra(size=PAGE, docvalue_fields=["version"])
            if after is not None:
                search = search.extra(search_after=[after])
            hits = search.execute().hits
            if not hits:
                return found
            found.update({int(hit.meta.id): hit.version[0] for hit in hits})
            after = int(hits[-1].meta.id)

    def expected_versions(self):
        """Return page id -> version as the entries have it."""
        newest, present = {}, {}
        rows = SearchEntry.objects.values_list(
            "page_id", "translation_key", "seq", "removed"
        )
        for page_id, key, seq, removed in rows.iterator():
            newest[key] = max(seq, newest.get(key, 0))
            if not removed:
                present[page_id] = key
        return {page_id: newest[key] for page_id, key in present.items()}


class WriteError(Exception):
    """The server refused a document."""
