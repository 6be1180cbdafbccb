"""The protocol: a document compiled from the records of a crisis and completed by people, in several formats.

`document` defines its structure, `sections` compiles the records, `assembly` adds the texts people wrote, and `markdown` and
`pdf` render it; its JSON is the document itself. All of it is deterministic: the same records give the same bytes.

Public: `actions`, `document`, `pdf`, `queries`, `work_kinds`.
"""
