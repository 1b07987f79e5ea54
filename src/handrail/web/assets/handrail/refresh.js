// A page that shows a clock looks again by itself; without scripts its link does the same. “again” in the address
// tells the server that nobody did this, so that it doesn't put off the time-out.

export function lookAgain(link) {
  const seconds = Number(link.dataset.refresh);
  const typing = () => document.activeElement?.matches("input, textarea, select, button");
  window.setInterval(() => {
    if (!typing() && !document.hidden) {
      window.location.replace(`${link.href}?again`);
    }
  }, seconds * 1000);
}
