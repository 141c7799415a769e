/**
 * Lets people change the order of the columns: the form sends them in the order of the list.
 *
 * @param list has an item for each column; may be null
 */
export function arrangeColumns(list) {
  for (const item of list?.children ?? []) {
    const name = item.textContent.trim();
    item.append(button("←", `Move ${name} to the left`, moveBefore), button("→", `Move ${name} to the right`, moveAfter));
  }
}

function button(text, label, move) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button quiet move";
  element.textContent = text;
  element.setAttribute("aria-label", label);
  element.title = label;
  element.addEventListener("click", () => {
    move(element.closest("li"));
    element.focus();
  });
  return element;
}

function moveBefore(item) {
  item.previousElementSibling?.before(item);
}

function moveAfter(item) {
  item.nextElementSibling?.after(item);
}
