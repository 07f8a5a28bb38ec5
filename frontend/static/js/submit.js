// A form that only carries on what another site brought back is sent without anybody pressing its button.
document.addEventListener("DOMContentLoaded", () => document.querySelector("form[data-submits]")?.submit());
