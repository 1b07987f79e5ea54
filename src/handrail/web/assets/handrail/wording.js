// The check-list beside a form of words, kept up to date while it is written. What is typed stays in the page.
for (const list of document.querySelectorAll("[data-checks]")) {
  const words = document.getElementById(list.dataset.checks);
  const prompts = [...list.querySelectorAll("[data-patterns]")].map((item) => ({
    item,
    state: item.firstElementChild,
    pattern: new RegExp(item.dataset.patterns, "anyCase" in item.dataset ? "i" : ""),
  }));

  const look = () => {
    for (const { item, state, pattern } of prompts) {
      const found = words.value.match(pattern);
      item.classList.toggle("hr-checklist__item--found", found !== null);
      const said = found ? `Look again: “${found[0].trim()}”` : "";
      if (state.textContent !== said) state.textContent = said;
    }
  };

  let waiting;
  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 400);
  });
  look();
}
