"""Size limit that applies while an upload arrives."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile


class UploadLimit(FileUploadHandler):
    """Upload handler that stops saving a file when it exceeds the limit. It reads and drops the rest, so that the browser can
    receive the message. Comes before the handler that writes to disk; `exceeded` tells the view about it.
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
