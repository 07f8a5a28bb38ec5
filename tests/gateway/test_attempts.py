"""Guessing passwords does not pay, and tells nothing about who has an account."""

from concurrent.futures import wait

from tests.gateway.gate import PASSWORD, Gate

WRONG = "Không phải mật khẩu này"


def test_a_wrong_password_and_an_unknown_account_look_the_same(gate: Gate) -> None:
    known = gate.visitor("198.51.100.1").sign_in(gate.account(), WRONG)
    unknown = gate.visitor("198.51.100.1").sign_in("khong-ai@lantoa.example", WRONG)
    assert known.status_code == unknown.status_code == 401
    same = ("type", "title", "status", "detail", "errors")
    assert [known.json()[name] for name in same] == [unknown.json()[name] for name in same]
    assert known.json()["detail"] == "Thư điện tử hoặc mật khẩu không đúng."
    assert "set-cookie" not in known.headers


def tries_until_refused(gate: Gate, email: str, address: str) -> int:
    """How many wrong passwords are looked at before the gateway asks to wait."""
    visitor = gate.visitor(address)
    for made in range(20):
        answer = visitor.sign_in(email, WRONG)
        if answer.status_code == 429:
            assert 0 < int(answer.headers["retry-after"]) <= 31
            assert answer.json()["title"] == "Quá nhiều yêu cầu"
            return made
    return 20


def test_five_wrong_passwords_are_free_for_known_and_unknown_alike(gate: Gate) -> None:
    assert tries_until_refused(gate, gate.account(), "198.51.100.2") == 5
    assert tries_until_refused(gate, "nguoi-la@lantoa.example", "198.51.100.2") == 5


def test_while_waiting_even_the_right_password_waits(gate: Gate) -> None:
    email = gate.account()
    tries_until_refused(gate, email, "198.51.100.3")
    assert gate.visitor("198.51.100.3").sign_in(email, PASSWORD).status_code == 429


def test_strangers_do_not_lock_me_out_where_i_signed_in_lately(gate: Gate) -> None:
    email = gate.account()
    assert gate.visitor("198.51.100.5").sign_in(email).status_code == 201
    tries_until_refused(gate, email, "198.51.100.4")
    assert gate.visitor("198.51.100.4").sign_in(email, PASSWORD).status_code == 429
    assert gate.visitor("198.51.100.5").sign_in(email, PASSWORD).status_code == 201


def test_the_right_password_counts_for_nothing_and_the_wrong_ones_before_it_still_count(gate: Gate) -> None:
    email = gate.account()
    visitor = gate.visitor("198.51.100.6")
    assert visitor.sign_in(email, WRONG).status_code == 401
    for _ in range(8):
        csrf = visitor.sign_in(email, PASSWORD).json()["csrf"]
        visitor.request("DELETE", "/api/gateway/v1/sessions/current", headers={"X-CSRF-Token": csrf})
    assert [visitor.sign_in(email, WRONG).status_code for _ in range(5)] == [401, 401, 401, 401, 429]


def test_guesses_at_the_same_time_are_counted_too(gate: Gate) -> None:
    email = gate.account()
    body = {"email": email, "password": WRONG}
    visitors = [gate.visitor("198.51.100.7") for _ in range(12)]
    asked = [gate.loop.begin(who.http.post("/api/gateway/v1/sessions", json=body)) for who in visitors]
    wait(asked)
    answers = [one.result().status_code for one in asked]
    assert answers.count(401) == 5
    assert answers.count(429) == 7


def test_old_attempts_are_forgotten(gate: Gate) -> None:
    email = gate.account()
    tries_until_refused(gate, email, "198.51.100.8")
    gate.execute("update sign_in_attempts set last_at = last_at - interval '25 hours'")
    assert gate.visitor("198.51.100.8").sign_in(email, PASSWORD).status_code == 201
    gate.visitor("198.51.100.9").sign_in(email, WRONG)
    assert not gate.rows("select 1 from sign_in_attempts where last_at < now() - interval '24 hours'")


def test_addresses_of_accounts_are_not_kept_with_the_attempts(gate: Gate) -> None:
    gate.visitor("198.51.100.10").sign_in("mat-khau-go-nham@lantoa.example", WRONG)
    assert "go-nham" not in str(gate.rows("select row_to_json(a)::text from sign_in_attempts a"))
