/**
 * Lets people change the order of the columns: the form sends them in the order of the list.
 *
 * @param list has an item for each column; may be null
 * @param status tells screen readers where a column is after a move
 */
export function arrangeColumns(list, status) {
  if (!list) return;
  for (const item of list.children) {
    const name = item.textContent.trim();
    const onMove = () => {
      markEnds(list);
      status.textContent = `${name}, ${[...list.children].indexOf(item) + 1} of ${list.childElementCount}`;
    };
    item.append(button("←", `Move ${name} to the left`, moveBefore, onMove), button("→", `Move ${name} to the right`, moveAfter, onMove));
  }
  markEnds(list);
}

function button(text, label, move, onMove) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button quiet move";
  element.textContent = text;
  element.setAttribute("aria-label", label);
  element.title = label;
  element.addEventListener("click", () => {
    if (element.ariaDisabled === "true") return;
    move(element.closest("li"));
    element.focus();
    onMove();
  });
  return element;
}

/** The first column can’t move to the left, nor the last one to the right. */
function markEnds(list) {
  for (const item of list.children) {
    const [left, right] = item.querySelectorAll(".move");
    left.ariaDisabled = String(item === list.firstElementChild);
    right.ariaDisabled = String(item === list.lastElementChild);
  }
}

function moveBefore(item) {
  item.previousElementSibling?.before(item);
}

function moveAfter(item) {
  item.nextElementSibling?.after(item);
}
