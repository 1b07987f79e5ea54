// A page that shows a clock looks again by itself; without scripts its link does the same.

export function lookAgain(link) {
  const seconds = Number(link.dataset.refresh);
  const typing = () => document.activeElement?.matches("input, textarea, select, button");
  window.setInterval(() => {
    if (!typing() && !document.hidden) {
      window.location.assign(link.href);
    }
  }, seconds * 1000);
}
