"""The protocol: one document compiled from the record of a crisis and completed by people, in several formats.

`document` says what a protocol is made of, `sections` compiles what the record says, `contents` adds what people wrote, and
`markdown` and `pdf` render it; its JSON is the document itself. All of it is deterministic: the same record gives the same
bytes.

Public: `actions`, `queries`, `work_kinds`.
"""
