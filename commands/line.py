"""The command line: which words there are, and which room answers each."""

import argparse
import pkgutil
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from commands.failures import CannotServe
from commands.parts import PARTS
from contracts.access import SCOPES, Role
from contracts.clients import LONGEST_OVERLAP_DAYS, OVERLAP_DAYS
from kit.postgres.errors import ClusterError
from kit.postgres.provision import CannotProvision
from kit.settings import Settings, WrongSetting
from kit.validation import sentence

FAILED, INTERRUPTED, TERMINATED = 1, 128 + signal.SIGINT, 128 + signal.SIGTERM


def main(words: Sequence[str]) -> int:
    """Run one command; the exit code says whether it worked. What the operator can mend is told in one sentence."""
    signal.signal(signal.SIGTERM, _terminate)
    options = parser().parse_args(words)
    try:
        return command_of(options)(Settings(), options)
    except KeyboardInterrupt:
        return INTERRUPTED
    except ValidationError as error:
        print("Thiết lập chưa đúng:", *_wrong_settings(error), sep="\n  ", file=sys.stderr)
    except WrongSetting as error:
        print("Thiết lập chưa đúng:", error, sep="\n  ", file=sys.stderr)
    except (ClusterError, CannotProvision, CannotServe) as error:
        print(error, file=sys.stderr)
    except Exception as error:
        if not _is_outage(error):
            raise
        print(f"Không kết nối được cơ sở dữ liệu: {error}", file=sys.stderr)
    return FAILED


def _is_outage(error: Exception) -> bool:
    """Whether the database is away; asked only when something failed, for the drivers' names weigh much."""
    from kit.database import OUTAGES

    return isinstance(error, OUTAGES)


def command_of(options: argparse.Namespace) -> Callable[[Settings, argparse.Namespace], int]:
    """The function that carries a command out; its room is entered only now, for each is heavy in its own way."""
    found: Callable[[Settings, argparse.Namespace], int] = pkgutil.resolve_name(options.command)
    return found


def _terminate(*_: object) -> None:
    """Leave as Ctrl-C does: by default the process would be gone before its database server is shut down."""
    raise SystemExit(TERMINATED)


def _wrong_settings(error: ValidationError) -> Iterator[str]:
    """Names and reasons; never the values, which may be secrets."""
    for finding in error.errors(include_input=False, include_url=False):
        yield f"LANTOA_{str(finding['loc'][0]).upper()}: {sentence(finding)}"


def parser() -> argparse.ArgumentParser:
    """Every command with its options."""
    top = argparse.ArgumentParser(prog="manage.py", description="Lan Tỏa: nền tảng điều hành chuyển đổi số của tỉnh")
    commands = top.add_subparsers(required=True, metavar="LỆNH")

    def add(name: str, summary: str, command: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=summary, description=summary)
        added.set_defaults(command=command)
        added.add_argument("--dev", action="store_true", help=argparse.SUPPRESS)
        return added

    add("setup", "Chuẩn bị môi trường Python (.venv)", "commands.line:nothing_to_do")
    run = add("run", "Chạy toàn bộ sản phẩm: cơ sở dữ liệu, dữ liệu mẫu, trang web", "commands.running:run")
    run.add_argument("--empty", action="store_true", help="không nạp dữ liệu mẫu")
    run.add_argument(
        "--split",
        dest="command",
        action="store_const",
        const="commands.supervision:run",
        help="mỗi phần một tiến trình, hỏng thì tự khởi động lại",
    )
    part = add("serve", "Chỉ phục vụ một phần, trên cơ sở dữ liệu đã sẵn sàng", "commands.running:serve_part")
    part.add_argument("part", choices=PARTS, metavar="PHẦN", help=", ".join(PARTS))
    part.add_argument("--leashed", action="store_true", help=argparse.SUPPRESS)
    commands.add_parser("nursery").set_defaults(command="commands.nursery:run")  # the split form calls it itself
    move = add("migrate", "Tạo vai trò, lược đồ và nâng cấp cơ sở dữ liệu", "commands.storage:migrate")
    move.add_argument("--print-sql", action="store_true", help="in SQL vai trò và lược đồ cho quản trị viên, rồi dừng")
    load = add("seed", "Nạp danh mục địa bàn, chỉ tiêu, bộ chỉ số và dữ liệu mẫu", "commands.seeding:load")
    load.add_argument("--reference", action="store_true", help="chỉ nạp danh mục, không nạp dữ liệu mẫu")
    save = add("backup", "Sao lưu dữ liệu vào một tệp mới", "commands.backups:backup")
    bring_back = add("restore", "Nạp bản sao lưu vào nơi còn trống", "commands.backups:restore")
    _take_file(save, bring_back)
    _take_new_key(move, bring_back)
    add("contracts", "Ghi lại contracts/openapi/*.json từ các ứng dụng", "commands.documents:write")
    for add_group in (_add_account, _add_client, _add_keys, _add_audit, _add_framework, _add_form):
        add_group(commands)
    return top


def _take_file(*commands: argparse.ArgumentParser) -> None:
    for command in commands:
        command.add_argument("file", type=Path, metavar="TỆP")


def _take_new_key(*commands: argparse.ArgumentParser) -> None:
    told = "đổi mật khẩu các vai trò theo khóa chủ hiện tại; hệ thống phải đang dừng"
    for command in commands:
        command.add_argument("--new-key", action="store_true", help=told)


def _add_account(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("account", help="Tài khoản người dùng").add_subparsers(required=True, metavar="VIỆC")
    create = group.add_parser("create", help="Tạo tài khoản và in mật khẩu một lần")
    create.add_argument("email")
    create.add_argument("--name", default="", help="họ tên")
    create.add_argument("--role", required=True, action="append", choices=[role.value for role in Role])
    place = "mỗi --role một --area hoặc --organisation, theo thứ tự"
    create.add_argument("--area", dest="place", action="append", help=f"mã địa bàn, ví dụ T15-2025; {place}")
    create.add_argument("--organisation", dest="place", action="append", help="mã định danh điện tử, ví dụ H38")
    create.add_argument("--password-stdin", action="store_true", help="đọc mật khẩu từ đầu vào chuẩn")
    create.set_defaults(command="commands.accounts:create_account")
    first = group.add_parser("bootstrap", help="In mã một lần (24 giờ) để lập quản trị đầu tiên trên trang /kich-hoat")
    first.add_argument("--again", action="store_true", help="cả khi đã có quản trị")
    first.set_defaults(command="commands.people:make_first_code")
    listing = group.add_parser("list", help="Liệt kê tài khoản")
    listing.add_argument("q", nargs="?", metavar="TỪ", help="tên hoặc thư điện tử, không cần dấu")
    listing.set_defaults(command="commands.people:list_accounts")
    for name, told in (("disable", "Khoá tài khoản"), ("enable", "Mở lại"), ("unlock", "Bỏ chặn đăng nhập")):
        change = group.add_parser(name, help=told)
        change.add_argument("email")
        change.set_defaults(command=f"commands.people:{name}_account")
        if name == "disable":
            change.add_argument("--force", action="store_true", help="cả quản trị cuối cùng của địa bàn")
    reset = group.add_parser("reset-second-factor", help="Đặt lại xác thực hai lớp khi mất thiết bị")
    reset.add_argument("email")
    reset.set_defaults(command="commands.people:reset_second_factor")


def _add_client(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("client", help="Hệ thống kết nối qua API").add_subparsers(required=True, metavar="VIỆC")
    create = group.add_parser("create", help="Tạo hệ thống kết nối, in client_id và client_secret (JSON) một lần")
    create.add_argument("name")
    create.add_argument("--scope", required=True, action="append", choices=sorted(scope.value for scope in SCOPES))
    create.add_argument("--area", default="VN", help="địa bàn được đọc hoặc ghi, mặc định cả nước")
    create.add_argument("--expires", type=_days, metavar="NGÀY", help="số ngày đến khi hết hạn, mặc định không có hạn")
    create.set_defaults(command="commands.accounts:create_client")
    listing = group.add_parser("list", help="Liệt kê hệ thống kết nối (JSON)")
    listing.add_argument("--revoked", action="store_true", help="các hệ thống đã thu hồi")
    listing.set_defaults(command="commands.accounts:list_clients")
    rotate = group.add_parser("rotate", help="Cấp client_secret mới, in một lần; mật khẩu cũ còn dùng được ít ngày")
    rotate.add_argument("id", metavar="CLIENT_ID")
    told = f"số ngày mật khẩu cũ còn dùng được (0 đến {LONGEST_OVERLAP_DAYS}, mặc định {OVERLAP_DAYS})"
    days = range(LONGEST_OVERLAP_DAYS + 1)
    rotate.add_argument("--overlap", type=int, choices=days, default=OVERLAP_DAYS, metavar="NGÀY", help=told)
    rotate.set_defaults(command="commands.accounts:rotate_secret")
    revoke = group.add_parser("revoke", help="Thu hồi hệ thống kết nối")
    revoke.add_argument("id", metavar="CLIENT_ID")
    revoke.set_defaults(command="commands.accounts:revoke_client")


def _add_keys(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("keys", help="Khóa ký mã truy cập").add_subparsers(required=True, metavar="VIỆC")
    rotate = group.add_parser("rotate", help="Thay khóa ký mã truy cập; khóa mới công bố trước khi dùng")
    rotate.set_defaults(command="commands.accounts:rotate_keys")


def _days(text: str) -> int:
    """A number of days from 1 to ten years."""
    if not text.isdecimal() or not 1 <= int(text) <= 3660:
        raise argparse.ArgumentTypeError("phải là số ngày từ 1 đến 3660")
    return int(text)


def _add_audit(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("audit", help="Lịch sử thay đổi").add_subparsers(required=True, metavar="VIỆC")
    verify = group.add_parser("verify", help="Kiểm tra lịch sử có bị sửa, xóa, chèn, đổi thứ tự hay cắt đuôi không")
    verify.add_argument("--anchor", type=Path, metavar="TỆP", help="tệp neo, mặc định là tệp trong thư mục dữ liệu")
    verify.add_argument(
        "--key", action="append", default=[], metavar="KHÓA", help="khóa công khai cũ cũng đáng tin (in bởi audit key)"
    )
    verify.set_defaults(command="commands.audit:verify")
    group.add_parser("key", help="In khóa công khai để kiểm tra").set_defaults(command="commands.audit:show_key")
    export = group.add_parser("export", help="Ghi cả lịch sử ra đầu ra chuẩn, mỗi sự kiện một dòng JSON")
    export.set_defaults(command="commands.audit:export")


def _add_framework(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("framework", help="Bộ tiêu chí").add_subparsers(required=True, metavar="VIỆC")
    check = group.add_parser("check", help="Kiểm tra tệp YAML của bộ tiêu chí, nêu mọi lỗi theo dòng")
    check.set_defaults(command="commands.frameworks:check")
    publish = group.add_parser("publish", help="Ban hành bộ tiêu chí từ tệp YAML")
    publish.add_argument("--reason", default="", help="lý do; bắt buộc khi sửa bộ đã ban hành")
    publish.set_defaults(command="commands.frameworks:publish")
    _take_file(check, publish)
    diff = group.add_parser("diff", help="So sánh hai tệp YAML: thêm, bỏ, thay đổi, kế thừa từng mục")
    diff.add_argument("old", type=Path, metavar="TỆP_CŨ")
    diff.add_argument("new", type=Path, metavar="TỆP_MỚI")
    diff.set_defaults(command="commands.frameworks:diff")


def _add_form(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    group = commands.add_parser("form", help="Biểu mẫu").add_subparsers(required=True, metavar="VIỆC")
    check = group.add_parser("check", help="Kiểm tra tệp YAML của biểu mẫu, nêu mọi lỗi theo dòng; không lưu gì")
    check.set_defaults(command="commands.forms:check")
    _take_file(check)


def nothing_to_do(settings: Settings, options: argparse.Namespace) -> int:
    """`setup` is over once manage.py has made the environment."""
    return 0
