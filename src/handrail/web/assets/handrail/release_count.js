// The button says how many organisations are ticked.
const button = document.querySelector('button[value="release"]');
const boxes = [...document.querySelectorAll('input[name="release_to"]')];

function count() {
  const ticked = boxes.filter((box) => box.checked).length;
  button.textContent = `Release to ${ticked} ${ticked === 1 ? "organisation" : "organisations"}`;
}

if (button) {
  for (const box of boxes) box.addEventListener("change", count);
  count();
}
