"""Rounds of sheets on pages: checked and submitted, sent back, asked and explained, finalised; no words are lost."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest

from kit.clock import today
from tests.frontend.pages.conftest import SeenPage, Visit, seen
from tests.frontend.pages.forms import send, sent, value_of
from tests.harness.live import LiveSystem
from tests.harness.rounds import FRAMEWORK, PANEL, PUBLISHER, UNIT, Rounds, Trial, rounds_of

DUE = f"{today() + timedelta(days=7):%d/%m/%Y}"


@pytest.fixture
def rounds(system: LiveSystem) -> Rounds:
    return rounds_of(system)


def step(trial: Trial, slug: str) -> str:
    """The page of a step."""
    return f"/cham-diem/{trial.sheet['id']}/buoc/{slug}"


def standing(trial: Trial) -> str:
    """The page of the round."""
    return f"/cham-diem/{trial.sheet['id']}/vong"


def own(trial: Trial) -> str:
    """The unit's own page of the sheet."""
    return "/nhap?" + urlencode({"bm": FRAMEWORK, "dv": trial.area, "ky": trial.sheet["period"]})


def desk(trial: Trial, **more: str) -> str:
    """The appraiser's page of the sheet."""
    return "/cham-diem?" + urlencode({"dv": trial.area, "bo": FRAMEWORK, "ky": trial.sheet["period"], **more})


def taken(trial: Trial, role: str, page: SeenPage, slug: str, **typed: str) -> SeenPage:
    """The page after a step that must be possible."""
    return sent(trial.who(role), page, step(trial, slug), typed)


def offered(page: SeenPage) -> list[str]:
    """The steps a page offers."""
    return page.all("#vong .lt-button")


def boxes(page: SeenPage) -> list[str]:
    """The names of the boxes of scores."""
    return [str(box.get("name")) for box in page.root.cssselect("#phieu input[data-cell]")]


def test_a_unit_is_told_what_is_missing_before_it_submits(rounds: Rounds, visit: Visit) -> None:
    trial = rounds.open("2111")
    trial.scored(UNIT, "self", _1=40, _2=30)
    unit = trial.who(UNIT)

    assert offered(visit(unit, own(trial))) == ["Nộp tự đánh giá (còn thiếu 2)"]
    page = visit(unit, step(trial, "nop"))
    lacks = page.all("#con-thieu li")
    assert lacks == [
        "1. Nhân lực: Điểm trên 0 phải có minh chứng.",
        "3. Dịch vụ công: Chưa tự đánh giá; không đạt thì ghi 0.",
    ]
    evidence, cell = page.links("#con-thieu a")
    assert evidence == f"/minh-chung/tieu-chi/{trial.sheet['id']}/1"
    assert (cell.partition("#")[0], cell.partition("#")[2]) == (own(trial), "d-3")
    assert visit(unit, cell).root.cssselect("#d-3")
    refused = seen(send(unit, page, step(trial, "nop"), {}))
    assert (refused.answer.status_code, refused.all("#con-thieu li")) == (409, lacks)
    assert refused.answer.text.count("Lỗi: Nộp tự đánh giá") == 1


def test_a_submitted_sheet_is_read_as_text_and_taken_back_by_one_press(rounds: Rounds, visit: Visit) -> None:
    trial = rounds.open("2111")
    trial.scored(UNIT, "self", _1=40, _2=30, _3=0)
    trial.attach("1")
    unit = trial.who(UNIT)
    page = taken(trial, UNIT, visit(unit, step(trial, "nop")), "nop")
    assert "Đã nộp tự đánh giá. Người thẩm định thấy hồ sơ" in page.text
    assert page.all("#dien-bien .lt-proof__title") == ["Nộp tự đánh giá"]

    sheet = visit(unit, own(trial))
    assert (boxes(sheet), sheet.root.cssselect("#luu")) == ([], [])
    assert "Hồ sơ đã nộp tự đánh giá: muốn sửa điểm tự đánh giá thì rút lại." in sheet.text
    assert offered(sheet) == ["Rút lại"]
    back = taken(trial, UNIT, sheet, "rut-lai")
    assert "Đã rút lại." in back.text
    assert boxes(visit(unit, own(trial))) == ["d.1", "d.2", "d.3"]
    assert offered(visit(trial.who(PANEL), desk(trial))) == []


def test_scores_typed_while_the_sheet_moved_on_are_named_and_kept(rounds: Rounds, visit: Visit) -> None:
    trial = rounds.open("2111")
    trial.scored(UNIT, "self", _1=40, _2=30, _3=0)
    trial.attach("1")
    unit = trial.who(UNIT)
    page = visit(unit, own(trial))
    trial.stepped(UNIT, "submit")

    refused = seen(send(unit, page, "/nhap", {"d.2": "35", "g.2": "Đã bổ sung"}))
    assert refused.answer.status_code == 409
    told = "2: Hồ sơ đã nộp tự đánh giá: muốn sửa điểm tự đánh giá thì rút lại"
    assert refused.all(".lt-error-summary li") == [told]
    assert (boxes(refused), value_of(refused, "d.2"), value_of(refused, "g.2")) == (["d.2"], "35", "Đã bổ sung")
    again = seen(send(unit, refused, "/nhap", {}))
    assert (again.answer.status_code, again.all(".lt-error-summary li"), value_of(again, "d.2")) == (409, [told], "35")
    trial.stepped(UNIT, "withdraw")
    saved = sent(unit, again, "/nhap", {}, 409)  # the sheet was changed meanwhile: asked once more, then saved
    assert sent(unit, saved, "/nhap", {}).all("#da-luu .lt-notice")


def test_what_is_sent_back_needs_a_reason_and_shows_it_to_the_unit(rounds: Rounds, visit: Visit) -> None:
    trial = rounds.open("2111")
    trial.submitted()
    panel = trial.who(PANEL)
    page = visit(panel, step(trial, "tra-lai"))
    refused = seen(send(panel, page, step(trial, "tra-lai"), {"ly_do": " "}))
    assert (refused.answer.status_code, refused.all(".lt-error-summary li")) == (422, ["Hãy ghi lý do."])

    trial.stepped(UNIT, "withdraw")
    trial.stepped(UNIT, "submit")
    stale = seen(send(panel, page, step(trial, "tra-lai"), {"ly_do": "Thiếu phụ lục."}))
    assert (stale.answer.status_code, value_of(stale, "ly_do")) == (412, "Thiếu phụ lục.")
    assert "Hồ sơ đã thay đổi từ lúc bạn mở trang." in stale.text
    done = taken(trial, PANEL, stale, "tra-lai")
    assert "Đã trả lại đơn vị kèm lý do." in done.text
    assert "Lý do trả lại: Thiếu phụ lục." in visit(trial.who(UNIT), own(trial)).text
    late = visit(panel, step(trial, "tra-lai"))
    assert "nên bạn chưa trả lại đơn vị được" in late.text


def test_questions_and_explanations_keep_what_was_typed(rounds: Rounds, visit: Visit) -> None:
    trial = rounds.open("2111")
    trial.submitted()
    trial.stepped(PANEL, "begin")
    panel, unit = trial.who(PANEL), trial.who(UNIT)
    page = visit(panel, step(trial, "hoi"))
    wrong = seen(send(panel, page, step(trial, "hoi"), {"hoi.2": "Vì sao thiếu?", "han": "sớm"}))
    assert (wrong.answer.status_code, value_of(wrong, "hoi.2"), value_of(wrong, "han")) == (422, "Vì sao thiếu?", "sớm")
    nothing = seen(send(panel, page, step(trial, "hoi"), {"han": "01/01/2020"}))
    assert nothing.all(".lt-error-summary li") == ["Hãy ghi câu hỏi ở ít nhất một tiêu chí."]
    past = seen(send(panel, wrong, step(trial, "hoi"), {"han": "01/01/2020"}))
    assert past.all(".lt-error-summary a") == ["Hạn giải trình là hôm nay hoặc một ngày sau đó."]
    assert "Đã gửi yêu cầu giải trình" in taken(trial, PANEL, past, "hoi", han=DUE).text

    assert boxes(visit(unit, own(trial))) == ["d.2"]
    asked = visit(unit, step(trial, "giai-trinh"))
    assert "Vì sao thiếu?" in asked.text
    box = next(str(one.get("name")) for one in asked.root.cssselect("textarea"))
    empty = seen(send(unit, asked, step(trial, "giai-trinh"), {}))
    assert empty.all(".lt-error-summary li") == [
        "Chưa gửi giải trình được: còn thiếu ở 1 tiêu chí.",
        "2: Chưa giải trình.",
    ]
    fields = {"csrf": unit.headers["X-CSRF-Token"], "ver": value_of(asked, "ver"), box: "Mới nhận máy.", "viec": "luu"}
    assert unit.post(step(trial, "giai-trinh"), data=fields).status_code == 303
    kept = visit(unit, f"{step(trial, 'giai-trinh')}?xong=luu")
    assert ("Đơn vị chưa gửi" in kept.text, value_of(kept, box)) == (True, "Mới nhận máy.")
    assert "Mới nhận máy." not in visit(panel, standing(trial)).text
    assert "Đã gửi giải trình." in taken(trial, UNIT, kept, "giai-trinh", **{box: "Đã có biên bản."}).text
    told = visit(panel, standing(trial))
    assert "Giải trình: Đã có biên bản." in told.all("#da-hoi p")
    assert (offered(visit(panel, desk(trial))), told.links(".lt-page-head a")) == (
        ["Trả lại đơn vị", "Yêu cầu giải trình"],
        [desk(trial)],
    )


def test_explanations_sent_too_early_are_kept_and_nobody_else_is_blamed(rounds: Rounds, visit: Visit) -> None:
    trial = rounds.open("2111")
    trial.submitted()
    trial.stepped(PANEL, "begin")
    asked = [{"code": code, "question": "Vì sao?"} for code in ("1", "2")]
    trial.stepped(PANEL, "ask", due=str(today()), questions=asked)
    unit = trial.who(UNIT)
    page = visit(unit, step(trial, "giai-trinh"))
    first, second = (str(one.get("name")) for one in page.root.cssselect("textarea"))
    early = seen(send(unit, page, step(trial, "giai-trinh"), {first: "Có biên bản."}))
    assert (early.answer.status_code, value_of(early, first)) == (409, "Có biên bản.")
    assert early.all(".lt-error-summary a") == ["2: Chưa giải trình."]
    assert "Hồ sơ đã thay đổi từ lúc bạn mở trang." not in early.text
    late = seen(send(unit, page, step(trial, "giai-trinh"), {first: "Khác.", second: "Đã nhận máy."}))
    assert (late.answer.status_code, value_of(late, first), value_of(late, second)) == (412, "Khác.", "Đã nhận máy.")
    assert late.all("form q") == ["Có biên bản."]
    assert "Hồ sơ đã thay đổi từ lúc bạn mở trang." in late.text
    assert "Đã gửi giải trình." in taken(trial, UNIT, early, "giai-trinh", **{second: "Đã nhận máy."}).text


def test_finalising_names_what_has_no_judgement_and_locks_the_desk(rounds: Rounds, visit: Visit) -> None:
    trial = rounds.open("2111")
    trial.submitted()
    trial.stepped(PANEL, "begin")
    trial.scored(PANEL, "appraised", _1=40, _2=20)
    publisher = trial.who(PUBLISHER)
    page = visit(publisher, step(trial, "chot-diem"))
    assert page.all("#con-thieu li") == ["3. Dịch vụ công: Chưa có điểm thẩm định hoặc điểm cuối."]
    assert page.links("#con-thieu a") == [f"{desk(trial)}&gd=appraised#d-3"]
    trial.scored(PANEL, "appraised", _3=10)
    panel = trial.who(PANEL)
    typed = visit(panel, f"{desk(trial)}&gd=appraised")
    done = taken(trial, PUBLISHER, visit(publisher, step(trial, "chot-diem")), "chot-diem")
    assert "Đã chốt điểm." in done.text
    late = seen(send(panel, typed, "/cham-diem", {"d.3": "5", "g.3": "Thiếu biên bản"}))
    assert (late.answer.status_code, value_of(late, "d.3"), value_of(late, "g.3")) == (409, "5", "Thiếu biên bản")
    assert ("Hồ sơ đã chuyển bước" in late.text, "Lưu đè" in late.text) == (True, False)
    sheet = visit(publisher, desk(trial))
    assert (boxes(sheet), offered(sheet)) == ([], ["Công bố", "Mở lại để sửa"])
    assert visit(trial.desk.person("leader", "X04630-2025"), standing(trial), 404).heading
