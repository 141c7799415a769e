import { RetryDelay } from "/catalogue/retryDelay.js";
import { assertEquals, test } from "./harness.js";

/** A delay of which the test decides when it has passed. */
function retryDelay({ random = 0 } = {}) {
  const media = new EventTarget();
  const intent = Object.assign(new EventTarget(), { wanted: false });
  const network = new EventTarget();
  const delays = [];
  let pass = () => {};
  const waitFor = (milliseconds, signal) => {
    delays.push(milliseconds);
    return new Promise((resolve, reject) => {
      pass = resolve;
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  };
  const retries = new RetryDelay(media, intent, { network, waitFor, random: () => random });
  return { media, intent, network, delays, retries, pass: () => pass() };
}

async function isOver(next) {
  let over = false;
  next.then(() => (over = true));
  for (let step = 0; step < 10; step++) await null;
  return over;
}

test("waits longer after each attempt, up to a maximum", async () => {
  const { delays, retries, pass } = retryDelay();

  for (let attempt = 0; attempt < 7; attempt++) {
    const next = retries.next();
    assertEquals(await isOver(next), false);
    pass();
    await next;
  }

  assertEquals(delays, [1000, 2000, 4000, 8000, 16000, 30000, 30000]);
});

test("players that stopped together don't come back together", async () => {
  const { delays, retries, pass } = retryDelay({ random: 1 });

  const next = retries.next();
  pass();
  await next;

  assertEquals(delays, [1500]);
});

test("tries again as soon as the browser is online, or the visitor presses Play", async () => {
  const causes = [
    ({ network }) => network.dispatchEvent(new Event("online")),
    ({ media }) => media.dispatchEvent(new Event("play")),
    ({ intent }) => {
      intent.wanted = true;
      intent.dispatchEvent(new Event("change"));
    },
    ({ retries }) => retries.reset(),
  ];
  for (const cause of causes) {
    const delay = retryDelay();
    const next = delay.retries.next();
    assertEquals(await isOver(next), false);

    cause(delay);
    await next;
    delay.retries.next();

    assertEquals(delay.delays, [1000, 1000]);
  }
});

test("a pause of the visitor is no reason to try again", async () => {
  const { intent, retries } = retryDelay();
  const next = retries.next();

  intent.dispatchEvent(new Event("change"));

  assertEquals(await isOver(next), false);
});
