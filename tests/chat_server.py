"""A chat server on loopback that speaks as ntfy does, what it received, and what reaches the log."""

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class ChatServer:
    """A server that takes every message, unless a topic has other answers. Each answer is used once, the last one forever."""

    port: int = 0
    answers: dict[str, list[int]] = field(default_factory=dict)
    location: str = ""
    is_malformed: bool = False
    received: list[tuple[str, str]] = field(default_factory=list)

    def address(self, topic: str) -> str:
        return f"ntfy://{TOKEN}@127.0.0.1:{self.port}/{topic}"

    @property
    def destination(self) -> str:
        return f"ntfy://127.0.0.1:{self.port}"

    def answer_to(self, topic: str) -> int:
        answers = self.answers.get(topic, [200])
        return answers.pop(0) if len(answers) > 1 else answers[0]


TOKEN = "tk_secretsecretsecretsecretsecre"


@contextmanager
def chat_server() -> Iterator[ChatServer]:
    """A running server."""
    found = ChatServer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent: dict[str, Any] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found.received.append((sent["topic"], sent["message"]))
            self.send_response(found.answer_to(sent["topic"]))
            if found.is_malformed:
                self.flush_headers()
                self.wfile.write(b"No colon\r\n")
            if found.location:
                self.send_header("Location", found.location)
            self.end_headers()

        def log_message(self, *_about: object) -> None:
            """Write nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def logged() -> Iterator[list[str]]:
    """Lines that reach the handlers of the project. pytest's own fixture also has those of loggers that don't propagate."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign] # a handler of this test
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield lines
    finally:
        root.removeHandler(handler)
