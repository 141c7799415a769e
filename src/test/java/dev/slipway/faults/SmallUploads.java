package dev.slipway.faults;

import dev.slipway.testing.Mp4Header;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Uploads many small files, each in one PUT. */
final class SmallUploads {
  private static final int SIZE = 1_000;
  private static final int PARALLEL_UPLOADS = 8;
  private static final AtomicInteger SEED = new AtomicInteger();

  private final Stack stack;
  private final TolerantClient client;

  SmallUploads(Stack stack) throws IOException {
    this.stack = stack;
    this.client = TolerantClient.of("creator", stack.replica());
  }

  /** Returns the content of a small file that differs from all earlier ones. */
  static byte[] uniqueBytes() {
    var seed = SEED.incrementAndGet();
    var bytes = Mp4Header.bytes(SIZE, seed);
    bytes[SIZE - 2] = (byte) (seed >> 8);
    bytes[SIZE - 3] = (byte) (seed >> 16);
    return bytes;
  }

  /**
   * Opens uploads and puts their files, without completing them: only the store's notifications
   * report them.
   *
   * @return the keys of the objects that the store acknowledged
   */
  Set<String> put(int count) throws InterruptedException {
    Set<String> keys = ConcurrentHashMap.newKeySet();
    new ConcurrentCalls(PARALLEL_UPLOADS)
        .forEach(IntStream.range(0, count).boxed().toList(), (number, index) -> keys.add(put()));
    return keys;
  }

  private String put() throws IOException {
    var bytes = uniqueBytes();
    var upload = client.open(bytes, "clip.mp4").expect(201).json();
    var status = client.put(upload.get("put"), bytes);
    if (status != 200) {
      throw new AssertionError("The store answered " + status);
    }
    var key = upload.get("key").asText();
    stack.acknowledged().add(key, bytes);
    return key;
  }
}
