"""One officer's sheet, written and read again by the tests of what survives."""

import httpx

OFFICER = "xa.cangiuoc@lantoa.example"
SHEETS = "/api/indicators/v1/assessments"


def give_points(client: httpx.Client, points: float) -> None:
    """Save one self score of the sheet of 2025."""
    sheet = client.get(f"{SHEETS}/{sheet_of(client)}")
    saved = client.put(
        f"{SHEETS}/{sheet.json()['id']}/scores/1.1",
        json={"stage": "self", "points": points},
        headers={"If-Match": sheet.headers["etag"]},
    )
    assert saved.status_code == 200, saved.text


def sheet_of(client: httpx.Client) -> str:
    """The id of Cần Giuộc's sheet of 2025."""
    found = client.get(SHEETS, params={"framework": "CDS-XA-2025", "area": "X28159-2025", "period": "2025"})
    return str(found.json()["items"][0]["id"])


def points_of(client: httpx.Client) -> float:
    """The self score of criterion 1.1."""
    rows = client.get(f"{SHEETS}/{sheet_of(client)}").json()["rows"]
    return float(next(row["self"] for row in rows if row["code"] == "1.1"))
