// The warning before the idle time-out. The server signs the user out by itself; this only says so in time.

const SECOND = 1000;

function words(seconds) {
  if (seconds > 60) {
    const minutes = Math.ceil(seconds / 60);
    return `${minutes} minutes`;
  }
  return seconds === 1 ? "1 second" : `${Math.max(seconds, 0)} seconds`;
}

export function watchForTimeOut(dialog) {
  const { warnAfter, endAfter, idle, stay, ended } = dialog.dataset;
  const warn = Number(warnAfter);
  const end = Number(endAfter);
  const remaining = dialog.querySelector("[data-remaining]");
  const token = dialog.querySelector("input[name=csrfmiddlewaretoken]");
  let ticking = 0;

  const leave = () => {
    const here = encodeURIComponent(location.pathname + location.search);
    location.replace(`${ended}?next=${here}`);
  };

  // Another window may have been in use: the server knows how long it really was.
  const look = async () => {
    const response = await fetch(idle, { redirect: "manual" });
    if (!response.ok) {
      leave();
      return;
    }
    const { idle: seconds } = await response.json();
    if (seconds < warn) {
      setTimeout(look, (warn - seconds) * SECOND);
    } else {
      countDown(end - seconds);
    }
  };

  const countDown = (seconds) => {
    const until = Date.now() + seconds * SECOND;
    let said = "";
    dialog.showModal();
    ticking = setInterval(() => {
      const left = Math.round((until - Date.now()) / SECOND);
      if (left <= 0) {
        clearInterval(ticking);
        leave();
        return;
      }
      // Spoken by screen readers, so said each half minute and then each five seconds, not each second.
      const step = left > 60 ? 30 : left > 20 ? 15 : 5;
      const now = words(Math.ceil(left / step) * step);
      if (now !== said) {
        said = now;
        remaining.textContent = now;
      }
    }, SECOND);
  };

  dialog.addEventListener("close", async () => {
    clearInterval(ticking);
    const response = await fetch(stay, {
      method: "POST",
      headers: { "X-CSRFToken": token.value },
      redirect: "manual",
    });
    if (response.ok) {
      setTimeout(look, warn * SECOND);
    } else {
      leave();
    }
  });

  setTimeout(look, warn * SECOND);
}
