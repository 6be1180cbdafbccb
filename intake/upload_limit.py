"""A limit on uploads that holds while they come in."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class UploadLimit(FileUploadHandler):
    """Stop keeping a file once it grows beyond the limit. The rest is read and dropped, so that the browser is still
    there to be told why. Works in front of the handler that writes to disk; `exceeded` says what happened.
    """

    def __init__(self, most_bytes: int) -> None:
        super().__init__()
        self._most_bytes, self._received, self.exceeded = most_bytes, 0, False

    def receive_data_chunk(self, raw_data: bytes, _start: int) -> bytes:
        self._received += len(raw_data)
        if self._received > self._most_bytes:
            self.exceeded = True
            raise SkipFile
        return raw_data

    def file_complete(self, _file_size: int) -> Any:
        return None
