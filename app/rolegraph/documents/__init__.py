"""Source documents: reading, tracing, drift.

* `graph.importer.import_document(path)`: Markdown and curation in, triples out.
* `drift.check(document, graph, curation)`: findings where a document and its graph do not say the
  same; what `rolegraph check` calls. The rules are `drifts.RULES`.
* `sync.sync(document)`: the patch that brings the graph, and the curation, up to the document.
* `render.render(triples)`: the Markdown back from the graph alone.
"""
