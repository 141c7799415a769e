/** The chapters that the page lists, in ascending order. */
export class Chapters {
  /** Each has its start in seconds and its title. */
  list;

  /** @param links the links of the list, with the start in data-time */
  constructor(links) {
    this.list = [...links].map((link) => ({ start: Number(link.dataset.time), title: link.dataset.title, link }));
  }

  /** The chapter at a position; undefined if there is none. */
  at(time) {
    return this.list.findLast(({ start }) => start <= time);
  }

  /** Marks where chapters begin, and shows the current one in the bar and in the list. */
  follow(media, { marks, label }) {
    if (this.list.length === 0) return;
    let current = null;
    const showCurrent = () => {
      const next = this.at(media.currentTime);
      if (next === current) return;
      current?.link.removeAttribute("aria-current");
      next?.link.setAttribute("aria-current", "true");
      current = next;
      label.textContent = next?.title ?? "";
      label.hidden = !next;
    };
    const showMarks = () => {
      const { duration } = media;
      if (!Number.isFinite(duration)) return;
      const starts = this.list.filter(({ start }) => start > 0 && start < duration);
      marks.replaceChildren(
        ...starts.map(({ start }) => {
          const mark = document.createElement("span");
          mark.style.left = `${(start / duration) * 100}%`;
          return mark;
        }),
      );
    };
    media.addEventListener("loadedmetadata", showMarks);
    for (const type of ["timeupdate", "seeking", "loadedmetadata"]) media.addEventListener(type, showCurrent);
    showMarks();
    showCurrent();
  }
}
