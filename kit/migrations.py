"""Where the migrations of a service lie, and which one is the newest."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1] / "migrations"


def head_of(service: str) -> str:
    """The newest migration of `service`, as its HEAD file says; two branches that add one collide there."""
    return (ROOT / service / "HEAD").read_text().strip()
