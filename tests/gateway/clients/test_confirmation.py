"""Who lets systems in proves within the last minutes that it is still them."""

from tests.gateway.gate import Gate

CLIENTS = "/api/gateway/v1/clients"
WANTED = {"name": "Kho dữ liệu", "scopes": ["indicators:read"], "area": "T15-2025"}


def test_sensitive_changes_ask_for_the_password_again_and_reading_does_not(gate: Gate) -> None:
    admin = gate.signed_in(("admin", "VN"))
    made = admin.post(CLIENTS, json=WANTED).json()
    path = f"{CLIENTS}/{made['client_id']}"
    gate.execute("update sessions set confirmed_at = confirmed_at - interval '11 minutes'")
    held_up = (
        admin.post(CLIENTS, json=WANTED),
        admin.request("PUT", path, json=WANTED | {"scopes": ["values:write"]}, headers={"If-Match": '"v1"'}),
        admin.post(f"{path}/secrets", json={}),
        admin.request("DELETE", path),
    )
    for answer in held_up:
        assert (answer.status_code, answer.json()["type"]) == (403, "/problems/confirmation-required")
    told = admin.get(path).json()
    assert (told["version"], told["live"], len(told["secrets"])) == (1, True, 1)
    assert admin.get(CLIENTS).status_code == 200
    ended = admin.request("DELETE", f"{path}/secrets/{made['secret_id']}")
    assert ended.status_code == 204, "to shut somebody out is never held up"
