// Buttons that copy appear only where a script can do it; codes are copied without the blanks they are read by, one a line.
document.addEventListener("DOMContentLoaded", () => { if (navigator.clipboard) document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; }); });
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const codes = document.getElementById(button.dataset.copy).querySelectorAll("code");
  await navigator.clipboard.writeText([...codes].map((code) => code.textContent.replaceAll(" ", "")).join("\n"));
  button.textContent = button.dataset.copied;
});
