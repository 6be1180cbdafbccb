#!/bin/sh
# Typst documents pdf.header-cell(scope: "row") for the row headers of a tagged table, behind the feature flag "a11y-extras". The
# Python wheel has no parameter for feature flags and ignores TYPST_FEATURES, so the function does not exist there, although the
# same wheel exports PDF/UA-1. The headers of columns are marked.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check typst==0.15.2
TYPST_FEATURES=a11y-extras "$folder/venv/bin/python" - <<'PYTHON'
import importlib.metadata
import inspect
import sys

import typst

SOURCE = """
#set document(title: "Team")
= Team
#table(columns: 2, table.header[Name][Since], {row}, [22 Nov])
"""


def compiled(row: str) -> str:
    try:
        pdf = typst.compile(SOURCE.replace("{row}", row).encode(), format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        return str(error)
    return f"column headers: {pdf.count(b'/Scope/Column')}, row headers: {pdf.count(b'/Scope/Row')}"


found = {row: compiled(row) for row in ("[Ana]", 'pdf.header-cell(scope: "row")[Ana]')}
has_parameter = "features" in inspect.signature(typst.Compiler).parameters
print("typst", importlib.metadata.version("typst"), "- has a parameter for features:", has_parameter)
for row, result in found.items():
    print(f"{row}: {result}")
expected = ["column headers: 2, row headers: 0", "module `pdf` does not contain `header-cell`"]
sys.exit(has_parameter or list(found.values()) != expected)
PYTHON
