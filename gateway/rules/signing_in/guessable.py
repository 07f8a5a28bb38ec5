"""What guessers try first, in Vietnam and elsewhere; written without marks and blanks, as `kit.text.fold` leaves it."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONTEXT = _words(
    "lantoa chuyendoiso chuyendoi dientu congnghe congnghethongtin sokhoahoc soluong solieu chinhquyen chinhquyenso "
    "kinhteso xahoiso dichvucong hethong phanmem canbo congchuc vienchuc lanhdao quantri quantrivien thamdinh "
    "uybannhandan ubnd hdnd hdndubnd skhcn stttt ttcds tinhuy huyenuy danguy dangbo chibo congdoan doanthanhnien "
    "phuongxa xaphuong thitran trungtam hanhchinh hanhchinhcong motcua vanphong tocongnghe toso congdong vneid "
    "vnpt viettel mobifone vinaphone zalo facebook google youtube gmail outlook laptop maytinh dienthoai"
)
"""Words of the house and of the work."""
COMMON = _words(
    "matkhau matma mkhau passwd password passphrase passw0rd letmein welcome wellcome hello helloworld admin "
    "administrator superuser root user guest test testing default secret changeme master login signin access qwerty "
    "iloveyou princess sunshine football baseball monkey dragon shadow superman batman pokemon starwars michael "
    "jordan charlie summer winter spring autumn monday friday january december freedom whatever trustno love lovely "
    "baby angel flower cookie computer internet samsung iphone apple microsoft windows android server database "
    "anhyeuem emyeuanh yeuem yeuanh yeunhau mailayem maimai vochong giadinh hanhphuc concung conyeu bome mevaconbo "
    "xinchao chaoban tamnhin thanhcong phattai phatloc maymanh chucmung namoi tuoitre tinhyeu congviec lamviec "
    "vietnam vietnamese tiengviet datnuoc tolammuonnam hochiminh bacho thanhpho dongda songoku doremon naruto "
    "bongda manchester manutd chelsea arsenal barcelona liverpool ronaldo messi"
)
"""Words of everybody."""
NAMES = _words(
    "nguyen tran pham hoang huynh phan trinh duong dang bui truong ngoc thanh minh tuan hung dung hieu trung nghia "
    "quang hai khanh phuong linh trang huong thuy thao nhung hanh loan xuan thuan nhat phuc vinh khoa quoc "
    "nguyenvan nguyenthi tranvan tranthi levan lethi phamvan phamthi hoangvan vanan"
)
"""Names many bear."""
PLACES = _words(
    "hanoi thanhphohanoi saigon hochiminhcity tphcm danang haiphong cantho hue laocai yenbai caobang langson sonla "
    "dienbien laichau thainguyen backan phutho vinhphuc hoabinh tuyenquang hagiang bacninh bacgiang hungyen thaibinh "
    "haiduong ninhbinh hanam namdinh quangninh thanhhoa nghean hatinh quangtri quangbinh quangngai kontum gialai "
    "binhdinh quangnam khanhhoa ninhthuan daklak dakto daknong phuyen lamdong binhthuan dongnai binhphuoc binhduong "
    "bariavungtau vungtau tayninh longan dongthap tiengiang vinhlong bentre travinh haugiang soctrang angiang "
    "kiengiang camau baclieu phuquoc tule cangiuoc"
)
"""Provinces, old and new, and what their people call them."""
KEYBOARD = (
    "1234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "!@#$%^&*()",
)
"""Runs of keys and of the alphabet; they count backwards too."""
