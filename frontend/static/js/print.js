// Buttons that print appear only where a script can do it.
document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; }));
document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });
