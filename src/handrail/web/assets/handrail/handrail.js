// Starts GOV.UK Frontend's components and Handrail's own. Every page works without it.
import { initAll } from "../vendor/govuk-frontend.min.js";
import { lookAgain } from "./refresh.js";
import { forget } from "./skipped.js";
import { nameColumns } from "./tables.js";
import { watchForTimeOut } from "./timeout.js";

initAll();

for (const table of document.querySelectorAll(".hr-scroll table:not(.hr-table)")) {
  nameColumns(table);
}

const dialog = document.getElementById("timeout");
if (dialog instanceof HTMLDialogElement) {
  watchForTimeOut(dialog);
}

for (const link of document.querySelectorAll("a[data-refresh]")) {
  lookAgain(link);
}

for (const link of document.querySelectorAll(".govuk-skip-link")) {
  forget(link);
}
