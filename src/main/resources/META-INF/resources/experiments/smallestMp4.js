/** The bytes of the smallest file that is recognised as an MP4: a type box and an empty media box. */
export function smallestMp4() {
  const bytes = new Uint8Array(32);
  const text = (at, value) => bytes.set(new TextEncoder().encode(value), at);
  bytes[3] = 24;
  text(4, "ftypisom");
  bytes[14] = 2;
  text(16, "isommp41");
  bytes[27] = 8;
  text(28, "mdat");
  return bytes;
}
