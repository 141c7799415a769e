package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.embedded.EmbeddedServicesResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rules of the upload client, each module by itself in a page of the application. */
@QuarkusTest
@WithTestResource(EmbeddedServicesResource.class)
class ClientModulesTest {
  @RegisterExtension final Journey journey = new Journey();

  @BeforeEach
  void openAPage() {
    journey.page().navigate("/login");
  }

  @Test
  void cutsAFileIntoPartsWithoutAGap() {
    assertThat(
            run(
                """
                const { PartPlan } = await load("partPlan");
                const plan = new PartPlan(new File(["0123456789ab"], "a"), 5);
                const texts = await Promise.all(plan.parts.map(({ slice }) => slice.text()));
                return plan.parts.map(({ number, size }, index) => `${number} ${size} ${texts[index]}`);
                """))
        .isEqualTo(List.of("1 5 01234", "2 5 56789", "3 2 ab"));
  }

  @Test
  void handsPlacesToTheLowestPriorityThenToTheFirstToCome() {
    assertThat(
            run(
                """
                const { Slots } = await load("slots");
                const slots = new Slots(1);
                const order = [];
                let leave;
                const left = new Promise((resolve) => (leave = resolve));
                const held = slots.run(() => left);
                const late = { priority: 9 };
                const others = [["b", { priority: 2 }], ["late", late], ["a", { priority: 1 }], ["c", { priority: 2 }]]
                  .map(([name, claim]) => slots.run(() => order.push(name), { claim }));
                const controller = new AbortController();
                const gone = slots.run(() => order.push("gone"), { signal: controller.signal }).catch(() => {});
                controller.abort();
                late.priority = 0;
                leave();
                await Promise.all([held, gone, ...others]);
                return order;
                """))
        .isEqualTo(List.of("late", "a", "b", "c"));
  }

  @Test
  void knowsAFileByItsSizeAndItsEndsWhateverItsName() {
    assertThat(
            run(
                """
                const { fingerprint } = await load("fingerprint");
                const { Hasher } = await load("hasher");
                const hasher = new Hasher();
                const mib = 1024 * 1024;
                const bytes = new Uint8Array(8 * mib).map((_, index) => index % 251);
                const of = (changed) => {
                  const copy = bytes.slice();
                  if (changed !== undefined) copy[changed] ^= 1;
                  return new File([copy], `name-${changed}`, { lastModified: changed ?? 7 });
                };
                const print = (file) => fingerprint(file, { hasher });
                const same = await print(of());
                const others = await Promise.all([0, 4 * mib, 8 * mib - 1].map((at) => print(of(at))));
                const shorter = await print(of().slice(0, 8 * mib - 1));
                const seen = new Set([same, ...others, shorter]);
                return [same === (await print(of())), seen.size, same.length, await print(of(2 * mib)) === same];
                """))
        .isEqualTo(List.of(true, 5, 44, true));
  }

  @Test
  void triesAgainWithLongerPausesThatAServerCanLengthen() {
    assertThat(
            run(
                """
                const { retry } = await load("retry");
                const { Patience } = await load("patience");
                const { Problem } = await load("../../web/problem");
                const pauses = [];
                const waits = { wait: async ({ delay }) => pauses.push(delay / 1000) };
                const connection = { online: true };
                const signal = new AbortController().signal;
                const tools = { signal, waits, connection, patience: new Patience(), random: () => 0.5 };
                let tries = 0;
                const step = () => {
                  tries++;
                  if (tries === 9) return "there";
                  throw new Problem("store-busy", { status: 503, retryAfter: tries === 3 ? 60 : 0 });
                };
                return [await retry(step, tools), pauses.join()];
                """))
        .isEqualTo(List.of("there", "1,2,60,10,20,30,30,30"));
  }

  @Test
  void readsRetryAfterAsSecondsAndAsADate() {
    assertThat(
            run(
                """
                const { retryAfter } = await import("/web/retryAfter.js");
                const now = Date.parse("2026-01-01T00:00:00Z");
                const headers = ["7", "Thu, 01 Jan 2026 00:01:30 GMT", "Wed, 31 Dec 2025 23:00:00 GMT", "soon", null];
                return headers.map((header) => retryAfter(header, now));
                """))
        .isEqualTo(List.of(7, 90, 0, 0, 0));
  }

  @Test
  void breaksOffWhatDoesNotMoveButNotWhatWasFrozen() {
    var clock = journey.page().clock();
    clock.install();
    openAPage();
    run(
        """
        const { send } = await load("send");
        const request = {
          upload: {},
          open() {},
          send() {},
          status: 0,
          abort() { this.onloadend(); },
        };
        const target = { url: "/", headers: {} };
        window.request = request;
        send(target, new Blob(["abc"]), { request }).catch(({ code }) => (window.ended = code));
        """);

    clock.fastForward(3_600_000);
    run("request.upload.onprogress({ loaded: 1 });");
    clock.runFor(59_000);
    assertThat(run("return window.ended ?? null;")).isNull();

    clock.runFor(7_000);
    journey.page().waitForFunction("() => window.ended === 'stalled'");
  }

  @Test
  void takesASlowNetworkForNoStall() {
    var clock = journey.page().clock();
    clock.install();
    openAPage();
    run(
        """
        const { Silence } = await load("silence");
        window.ended = [];
        window.fast = new Silence(60_000, () => ended.push("fast"));
        new Silence(60_000, () => ended.push("slow"));
        """);

    for (var minute = 0; minute < 4; minute++) {
      clock.runFor(50_000);
      run("fast.heard();");
    }
    assertThat(run("return ended;")).isEqualTo(List.of());

    clock.runFor(50_000);
    run("fast.heard();");
    clock.runFor(55_000);
    assertThat(run("return ended[0];")).isEqualTo("slow");
  }

  @Test
  void losesPatienceAfterTwentyMinutesWithoutProgressButNotAsleep() {
    assertThat(
            run(
                """
                const { Patience } = await load("patience");
                let minutes = 0;
                const patience = new Patience({ now: () => minutes * 60_000 });
                minutes = 600;
                const asleep = patience.endsWith();
                patience.renew();
                const ends = [];
                for (let failure = 1; failure <= 40; failure++) {
                  minutes += 1;
                  if (patience.endsWith()) ends.push(failure);
                }
                return [asleep, ends[0]];
                """))
        .isEqualTo(List.of(false, 20));
  }

  @Test
  void countsNothingAndAsksNobodyWithoutANetwork() {
    assertThat(
            run(
                """
                const { retry } = await load("retry");
                const { Patience } = await load("patience");
                const { Problem } = await load("../../web/problem");
                const connection = { online: false };
                const waited = [];
                let tries = 0;
                const waits = {
                  wait: async (pending) => {
                    waited.push(pending.offline ? "offline" : pending.attempt);
                    connection.online = waited.length > 30;
                  },
                };
                const step = async () => {
                  if (!connection.online) throw new Problem("connection-lost");
                  return ++tries;
                };
                const patience = new Patience({ limit: 0, failures: 2 });
                const signal = new AbortController().signal;
                await retry(step, { signal, waits, connection, patience });
                return [tries, waited.length, new Set(waited).size];
                """))
        .isEqualTo(List.of(1, 31, 1));
  }

  @Test
  void signsOnePartAtOnceAndThenManyTogether() {
    assertThat(
            run(
                """
                const { Signer } = await load("signer");
                const calls = [];
                const expiresAt = new Date(Date.now() + 900_000).toISOString();
                const ask = async (parts) => {
                  calls.push(parts.length);
                  return parts.map(({ number }) => ({ number, url: `/${number}`, headers: {}, expiresAt }));
                };
                const signal = new AbortController().signal;
                const signer = new Signer(ask, { count: 64, atOnce: 20, signal });
                const { lanes } = await load("lanes");
                const parts = Array.from({ length: 64 }, (_, index) => ({ number: index + 1 }));
                const urls = [];
                await lanes(parts, 20, () => async (part) => {
                  await signer.sign(part);
                  urls.push((await signer.target(part)).url);
                }, signal);
                return [calls[0], calls.length < 12, Math.max(...calls) <= 16, new Set(urls).size];
                """))
        .isEqualTo(List.of(1, true, true, 64));
  }

  @Test
  void sendsAPartOfItsOwnAgainThatTheStoreHoldsOtherwise() {
    assertThat(
            run(
                """
                const { Parts } = await load("parts");
                const { Tally } = await load("tally");
                const { Hasher } = await load("hasher");
                const { Slots } = await load("slots");
                const stored = new Map();
                const sent = [];
                const expiresAt = new Date(Date.now() + 900_000).toISOString();
                const permit = {
                  terms: { id: "one", partSize: 4 },
                  sign: async (parts) => parts.map((part) => ({ number: part.number, url: part, headers: {}, expiresAt })),
                  ask: async () => ({ status: "OPEN", parts: [...stored.values()] }),
                };
                const send = async ({ url }) => {
                  stored.set(url.number, url);
                  sent.push(url.number);
                };
                const persist = (step) => step();
                const tools = { hasher: new Hasher(), slots: new Slots(1), tally: new Tally(10), tell() {}, persist, send };
                const parts = new Parts(new File(["0123456789"], "a"), permit, { fresh: true, tools });
                const signal = new AbortController().signal;
                await parts.send(signal);
                stored.get(2).checksumSha256 = "other";
                stored.get(3).size = 1;
                sent.length = 0;
                await parts.send(signal);
                return sent.sort();
                """))
        .isEqualTo(List.of(2, 3));
  }

  @Test
  void hashesInThePageWhereNoWorkerCanBeMade() {
    assertThat(
            run(
                """
                const { Hasher } = await load("hasher");
                const refused = new Hasher({ make: () => { throw new DOMException("no", "SecurityError"); } });
                const broken = new Hasher({ make: () => ({ hash: async () => null }) });
                const blob = new Blob(["abc"]);
                return [await refused.hash(blob), await broken.hash(blob), await new Hasher().hash(blob)];
                """))
        .isEqualTo(
            List.of(
                "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
                "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
                "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="));
  }

  @Test
  void keepsNoScreenOnForEver() {
    assertThat(
            run(
                """
                const { Awake } = await import("/uploads/awake.js");
                const held = new Set();
                const request = async () => {
                  const lock = { release: () => held.delete(lock) };
                  held.add(lock);
                  return lock;
                };
                const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
                const awake = new Awake({ wakeLock: { request }, document });
                awake.while(true);
                document.dispatchEvent(new Event("visibilitychange"));
                await new Promise((resolve) => setTimeout(resolve));
                const during = held.size;
                awake.while(false);
                return [during, held.size];
                """))
        .isEqualTo(List.of(1, 0));
  }

  @Test
  void remembersAFileUntilItsUploadEnds() {
    assertThat(
            run(
                """
                const { Memory } = await load("memory");
                const memory = new Memory();
                await memory.remember({ id: "one", handle: { kind: "file" } });
                const kept = await new Memory().handleOf("one");
                await memory.forget("one");
                const nowhere = new Memory(() => { throw new DOMException("no", "SecurityError"); });
                await nowhere.remember({ id: "two" });
                return [kept.kind, await memory.handleOf("one"), await nowhere.handleOf("two")];
                """))
        .asList()
        .containsExactly("file", null, null);
  }

  private Object run(String body) {
    return journey
        .page()
        .evaluate(
            "async () => { const load = (name) => import(`/uploads/client/${name}.js`);"
                + body
                + "}");
  }
}
