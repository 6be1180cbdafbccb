#!/bin/sh
# Apprise 2.3 says FAILURE, not PARTIAL, when one address has two targets and one of them took the message: the result has one entry
# for the whole address, with no word about its targets. Sending again repeats the message in the target that had taken it. PARTIAL
# only comes with one address for each target.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check apprise==2.3.0
"$folder/venv/bin/python" - <<'PYTHON'
import json
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import apprise

received = []


class Chat(BaseHTTPRequestHandler):
    """A server as ntfy has it: it takes messages for `good` and refuses those for `bad`."""

    def do_POST(self):
        topic = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["topic"]
        received.append(topic)
        self.send_response(200 if topic == "good" else 503)
        self.end_headers()

    def log_message(self, *_about):
        pass


server = HTTPServer(("127.0.0.1", 0), Chat)
Thread(target=server.serve_forever, daemon=True).start()
base = f"ntfy://127.0.0.1:{server.server_port}"


def outcome(*addresses, times=1):
    received.clear()
    caller = apprise.Apprise()
    caller.add(list(addresses))
    for _time in range(times):
        result = caller.notify(body="Hello")
    return result.status.name, [(each.status.name, each.weight) for each in result], sorted(received)


found = {
    "one address, two targets, sent twice": outcome(f"{base}/good/bad", times=2),
    "two addresses": outcome(f"{base}/good", f"{base}/bad"),
}
server.shutdown()
print("Apprise", apprise.__version__)
for name, value in found.items():
    print(f"{name}: {value!r}")
expected = {
    "one address, two targets, sent twice": ("FAILURE", [("FAILURE", 2)], ["bad", "bad", "good", "good"]),
    "two addresses": ("PARTIAL", [("SUCCESS", 1), ("FAILURE", 1)], ["bad", "good"]),
}
sys.exit(found != expected)
PYTHON
