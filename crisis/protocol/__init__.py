"""The protocol: one document compiled from the record, rendered in several formats with the same content.

`document` says what a protocol is made of, `compiling` makes one from a crisis, `markdown` and `pdf` render it; its JSON is
the document itself. All of it is deterministic: the same record gives the same bytes.
"""
