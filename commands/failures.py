"""What keeps the product from being served, worded for the person who started it."""


class CannotServe(Exception):
    """The product, or a part of it, cannot be served; the message says why and what to do."""


class CannotListen(CannotServe):
    """The address to serve on cannot be had."""

    def __init__(self, host: str, port: int, error: OSError) -> None:
        super().__init__(
            f"Không mở được địa chỉ {host}:{port} ({error.strerror}). Hãy dừng chương trình đang dùng cổng này, hoặc"
            " đặt LANTOA_PORT (và LANTOA_HOST) khác."
        )
