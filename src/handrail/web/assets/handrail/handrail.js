// Starts GOV.UK Frontend's components and Handrail's own two. Every page works without it.
import { initAll } from "../vendor/govuk-frontend.min.js";
import { watchForTimeOut } from "./timeout.js";

initAll();

const dialog = document.getElementById("timeout");
if (dialog instanceof HTMLDialogElement) {
  watchForTimeOut(dialog);
}
