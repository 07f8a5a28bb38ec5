// Buttons that print or copy appear only where a script can do it; codes are copied without the blanks they are read by, one a line.
// The paper says when it was printed and from which address.
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll(navigator.clipboard ? "[data-print], [data-copy]" : "[data-print]").forEach((button) => { button.hidden = false; }));
document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) window.print();
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const codes = document.getElementById(button.dataset.copy).querySelectorAll("code");
  await navigator.clipboard.writeText([...codes].map((code) => code.textContent.replaceAll(" ", "")).join("\n"));
  button.textContent = button.dataset.copied;
});
window.addEventListener("beforeprint", () => {
  const line = document.querySelector("[data-printed]");
  line.dataset.printed ||= line.textContent;
  line.textContent = `${line.dataset.printed} · in ngày ${new Date().toLocaleDateString("vi-VN", { day: "2-digit", month: "2-digit", year: "numeric" })} · ${location.href}`;
});
