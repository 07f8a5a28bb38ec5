// Buttons that print appear only where a script can do it; the paper says when it was printed and from which address.
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; }));
document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
window.addEventListener("beforeprint", () => {
  const line = document.querySelector("[data-printed]");
  line.dataset.printed ||= line.textContent;
  line.textContent = `${line.dataset.printed} · in ngày ${new Date().toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric" })} · ${location.href}`;
});
