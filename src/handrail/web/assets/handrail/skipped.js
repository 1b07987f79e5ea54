// Takes the place that was skipped to out of the address once one is there. A form posts to the page's own address,
// and with “#main-content” in it the browser goes there again: away from the list of what is wrong, which has the focus.
export function forget(link) {
  link.addEventListener("click", () => {
    setTimeout(() => history.replaceState(history.state, "", location.pathname + location.search));
  });
}
