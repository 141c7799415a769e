import { ScreenWakeLock } from "/uploads/screenWakeLock.js";
import { assertEquals, test } from "./harness.js";

test("holds one lock while active and none afterwards", async () => {
  const held = new Set();
  const request = async () => {
    const lock = { release: () => held.delete(lock) };
    held.add(lock);
    return lock;
  };
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const wakeLock = new ScreenWakeLock({ wakeLock: { request }, document });

  wakeLock.setActive(true);
  document.dispatchEvent(new Event("visibilitychange"));
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals(held.size, 1);

  wakeLock.setActive(false);
  assertEquals(held.size, 0);
});
