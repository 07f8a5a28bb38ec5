// A short message for six seconds: HX-Trigger {"toast": {"text": "…", "kind": "success"}}; also when the line is lost.
{
  const show = ({ text, kind = "success" }) => {
    const region = document.querySelector("[data-toasts]");
    if (!region || !text) return;
    const toast = document.createElement("p");
    toast.className = `lt-toast lt-toast--${kind === "danger" ? "danger" : "success"}`;
    toast.textContent = text;
    region.append(toast);
    setTimeout(() => toast.remove(), 6000);
  };
  document.addEventListener("toast", (event) => show(event.detail));
  document.addEventListener("htmx:error", (event) => {
    if (event.detail?.ctx && !event.detail.ctx.response) show({ text: "Mất kết nối. Số liệu vẫn ở trên máy này, hãy thử lưu lại.", kind: "danger" });
  });
}
