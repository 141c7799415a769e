import { embedCode } from "/catalogue/player/embedCode.js";
import { assertEquals, test } from "./harness.js";

/** What another page makes of the code. */
function insert(values) {
  const page = document.createElement("template");
  page.innerHTML = embedCode({ address: "/videos/1/embed", title: "A walk", width: 0, height: 0, ...values });
  return page.content;
}

test("contains the player in the shape of the video", () => {
  assertEquals(
    embedCode({ address: "/videos/1/embed", title: "A walk", width: 180, height: 320 }),
    `<iframe src="${location.origin}/videos/1/embed" title="A walk" width="360" height="640"` +
      ' allow="fullscreen; picture-in-picture" loading="lazy" style="border:0;max-width:100%"></iframe>',
  );
});

for (const title of ['A></iframe><script src="//attacker.example/x.js"></script>', '"><b>&amp; \'more\'', "$& $1"]) {
  test(`keeps the title ${title} in its attribute`, () => {
    const content = insert({ title });

    assertEquals(content.childElementCount, 1);
    assertEquals(content.firstElementChild.childNodes.length, 0);
    assertEquals(content.firstElementChild.title, title);
    assertEquals(content.firstElementChild.getAttribute("style"), "border:0;max-width:100%");
  });
}
