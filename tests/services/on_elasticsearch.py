"""The engine of the same search tests, answered by Elasticsearch and nothing else.

A test's transaction is never committed, so that nothing would be pushed: before each
answer the replica is made equal to what the transaction holds. There is no fallback.
"""

from search.engines.elastic.documents import WATERMARK, documents_of
from search.engines.failover import Failover
from search.engines.memory import read_state
from search.models import SearchEntry


class Following(Failover):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        # Nobody waits here for the first, slow answers of a new server.
        self.replica.timeout = 30
        self.token, self.written = None, {}

    def _first(self, name, *arguments, **options):
        self.follow()
        return getattr(self.elastic, name)(*arguments, **options)

    def discrepancies(self):
        self.follow(again=True)
        return super().discrepancies()

    def health(self):
        self.follow(again=True)
        return super().health()

    def rebuild(self):
        self.token, self.written = None, {}
        return super().rebuild()

    def follow(self, *, again=False):
        state = read_state()
        token = state.history[-1:]
        if token == self.token and not again:
            return
        if not self.replica.is_usable():
            self.rebuild()
        elif self.token is None:
            self.replica.client.delete_by_query(
                index=self.replica.prefix, query={"match_all": {}}, refresh=True
            )
        self.write(self.replica.indices(), state.seq)
        self.token = token

    def write(self, indices, seq):
        keys = SearchEntry.objects.order_by().values_list("translation_key", flat=True)
        documents = {
            (str(page_id), indices[language]): {**content, "version": version}
            for page_id, language, version, content in documents_of(set(keys))
        }
        lines = []
        for key, index in self.written.keys() - documents.keys():
            lines.append({"delete": {"_index": index, "_id": key}})
        # What did not change keeps its place, as on a site.
        for (key, index), content in documents.items():
            if self.written.get((key, index)) != content:
                lines += [{"index": {"_index": index, "_id": key}}, content]
        for index in indices.values():
            lines += [{"index": {"_index": index, "_id": WATERMARK}}, {WATERMARK: seq}]
        answer = self.replica.client.bulk(operations=lines, refresh=True)
        assert not answer["errors"], answer
        self.written = documents
