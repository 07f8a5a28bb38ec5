"""Which passwords are taken: long enough and not the obvious; any characters, no forced change (ASVS 6.2)."""

from kit.text import fold

SHORTEST, LONGEST = 12, 1024
FEWEST_CHARACTERS = 5
OBVIOUS = (
    "lantoa",
    "chuyendoiso",
    "matkhau",
    "vietnam",
    "password",
    "qwerty",
    "administrator",
    "iloveyou",
    "12345678",
    "abcdef",
)


def weakness(password: str, email: str) -> str | None:
    """Why this password is refused, in Vietnamese; None when it is good.

    An obvious word is allowed inside a long password, as long as enough of it is something else.
    """
    if len(password) < SHORTEST:
        return f"Mật khẩu phải có ít nhất {SHORTEST} ký tự."
    if len(password) > LONGEST:
        return f"Mật khẩu không được dài hơn {LONGEST} ký tự."
    if len(set(password)) < FEWEST_CHARACTERS:
        return f"Mật khẩu phải có ít nhất {FEWEST_CHARACTERS} ký tự khác nhau."
    bare = fold(password).replace(" ", "")
    rest = bare
    for word in (*OBVIOUS, fold(email.split("@")[0])):
        rest = rest.replace(word, "") if len(word) > 3 else rest
    if len(rest) <= SHORTEST // 2 and rest != bare:
        return "Mật khẩu quá dễ đoán: hãy tránh từ thông dụng, tên hệ thống và thư điện tử của bạn."
    return None
