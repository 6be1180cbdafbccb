"""The style sheet."""

from pathlib import Path

from django.conf import settings


def test_each_block_of_the_style_sheet_is_closed_before_the_next_part() -> None:
    """A block that stays open would limit all that follows to its condition, such as a narrow window."""
    open_blocks, parts = 0, 0
    for line in (Path(settings.BASE_DIR) / "static/css/ecs.css").read_text(encoding="utf-8").splitlines():
        if line.startswith("/* ----"):
            parts += 1
            assert open_blocks == 0, f"a block is still open before: {line}"
        open_blocks += line.count("{") - line.count("}")
    assert open_blocks == 0
    assert parts > 10
