// A note is saved while it is typed. Without this script the button does the same. What somebody else wrote meanwhile
// is never overwritten: the server keeps both texts, and the page says so.
const PAUSE = 1500;

for (const form of document.querySelectorAll("form[data-autosave]")) {
  const words = form.querySelector("textarea");
  const version = form.querySelector("input[name=version]");
  const said = form.querySelector("[data-saved]");
  let waiting = 0;
  let saving = false;
  let again = false;

  const say = (text, link) => {
    said.textContent = text;
    if (link) {
      const to = document.createElement("a");
      to.className = "govuk-link";
      to.href = location.pathname;
      to.textContent = link;
      said.append(" ", to);
    }
  };

  const save = async () => {
    if (saving) {
      again = true;
      return;
    }
    saving = true;
    again = false;
    try {
      const response = await fetch(location.pathname, {
        method: "POST",
        headers: { Accept: "application/json" },
        body: new FormData(form),
        redirect: "manual",
      });
      if (!response.ok) {
        say("Not saved. Press “Save the note” to see why.");
        return;
      }
      const { kept, version: reached } = await response.json();
      if (kept) {
        version.value = reached;
        say(`Saved at ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}.`);
      } else {
        say("Somebody else wrote here while you were typing. Your text is kept, and so is theirs.", "See both texts");
      }
    } catch {
      say("Not saved: there is no connection. It is tried again when you type on.");
    } finally {
      saving = false;
      if (again) save();
    }
  };

  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(save, PAUSE);
  };
  words.addEventListener("input", later);
  form.addEventListener("submit", () => clearTimeout(waiting));
}
