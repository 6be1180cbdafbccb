#!/bin/sh
# Apprise 2.3 breaks a link in plain text where the service wants Markdown, such as Microsoft Teams and Webex: with
# body_format="text" it puts backslashes into the URL (https://desk\.example\.org). Services take bare URLs for links, and those
# then lead nowhere. The same text declared as Markdown arrives unchanged.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check apprise==2.3.0
"$folder/venv/bin/python" - <<'PYTHON'
import json
import sys
from unittest import mock

import apprise

TEXT = "Update: https://desk.example.org/crises/5/"


def arrived(text_format):
    caller = apprise.Apprise()
    caller.add(f"webex://{'a' * 80}")
    with mock.patch("requests.post") as post:
        caller.notify(body=TEXT, body_format=text_format)
    return json.loads(post.call_args.kwargs["data"])["markdown"]


found = {each: arrived(each) for each in ("text", "markdown")}
print("Apprise", apprise.__version__)
for name, value in found.items():
    print(f"{name}: {value}")
sys.exit(found != {"text": "Update: https://desk\\.example\\.org/crises/5/", "markdown": TEXT})
PYTHON
