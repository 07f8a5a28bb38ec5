"""YAML files of frameworks and of forms over HTTP: how they come in, and the schema they are held to."""

from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import JSONResponse

from contracts.indicators.frameworks import MOST_BYTES
from kit.errors import Malformed, TooLarge, UnsupportedMedia

YAML = "application/yaml"
MEDIA = (YAML, "text/yaml", "text/plain")


class JsonSchema(JSONResponse):
    """A JSON Schema that is written already, by its own media type."""

    media_type = "application/schema+json"

    def render(self, content: bytes) -> bytes:
        """As it is."""
        return content


def body_of(description: str) -> dict[str, Any]:
    """How OpenAPI tells of such a body."""
    content = {kind: {"schema": {"type": "string"}} for kind in MEDIA}
    return {"requestBody": {"required": True, "description": description, "content": content}}


async def definition_of(request: Request) -> str:
    """The YAML in the body. Refuses other kinds of content, more than a megabyte, and what is not UTF-8."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in MEDIA:
        raise UnsupportedMedia(f"Chỉ nhận {', '.join(MEDIA)}.")
    body = await request.body()
    if len(body) > MOST_BYTES:
        raise TooLarge("Tệp tối đa 1 MB.")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Malformed("Tệp không phải là văn bản UTF-8.") from error


DefinitionDep = Annotated[str, Depends(definition_of, scope="function")]
