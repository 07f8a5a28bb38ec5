"""What is written from the code: the OpenAPI documents, the schemas of files, and the tables of docs/access.md."""

import argparse
import json
from collections.abc import Mapping
from typing import Any

from commands.access_tables import DOCUMENT, woven
from commands.storage import ROOT
from commands.system import build
from gateway.openapi import merged
from kit.settings import Settings
from services.indicators.rules.forms.checking import form_schema
from services.indicators.rules.frameworks.schema import framework_schema

FOLDER = ROOT / "contracts" / "openapi"
FRAMEWORK_FILE = ROOT / "contracts" / "framework.schema.json"
FORM_FILE = ROOT / "contracts" / "form.schema.json"
NOWHERE = "postgresql://nobody:nothing@127.0.0.1:1/none"


def documents(settings: Settings) -> dict[str, str]:
    """File name → the document the running apps would serve; nothing is connected for it."""
    system = build(settings, NOWHERE)
    services = {name: app.openapi() for name, app in system.apps.items() if name != "frontend"}
    services["gateway"] = system.door.front.openapi()
    whole = {**services, "merged": merged(services)}
    return {f"{name}.json": _text(document) for name, document in whole.items()}


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write(settings: Settings, options: argparse.Namespace) -> int:
    """Write every document that changed."""
    written = {FOLDER / name: text for name, text in documents(settings).items()}
    written[FRAMEWORK_FILE] = _text(framework_schema())
    written[FORM_FILE] = _text(form_schema())
    written[DOCUMENT] = woven(DOCUMENT.read_text(encoding="utf-8"))
    for path, text in written.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"ghi {path.relative_to(ROOT)}")
    return 0
