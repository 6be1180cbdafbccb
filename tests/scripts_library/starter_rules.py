"""Where the rules to start from are written."""

from pathlib import Path

STARTER = Path(__file__).parents[2] / "scripts_library" / "migrations" / "0006_starter_rules.toml"
